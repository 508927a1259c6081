"""The operators' console: the Django admin's pages of the conversations. They show, and call `steering`.

- first page: `dashboard`, with its `charts`; the navigation of all pages: `sidebar`
- lists: `session_list` (`session_status`, `session_filters`, `bulk_actions`), `message_lists`,
  `press_releases`, `thread_ledger`, `audit_log`; what they share: `read_only`, `list_filters`, `search`
- one session: `session_page` shows `session_header`, `transcript`, `gathered` and `timeline`;
  `session_steering` has the views behind its buttons; `export` writes it to a file, `reveal` shows the number
- words: `moments`, `twilio_errors`; django-q's pages and the accounts in the same look: `other_pages`
"""
