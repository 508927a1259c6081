"""The operators' console: the Django admin's pages about conversations.

- log-in: `log_in` with `log_in_form`; accounts and groups: `accounts`
- first page: `dashboard`, with its `charts` and `figures`; the navigation of all pages: `sidebar`
- what the models cost: `costs`
- who needs a person: the list `needs_a_person`, and on each page the line `attention_line`
- other lists: `message_lists`, `thread_ledger`, `audit_log`, `press_releases.list` and `sessions.list` (with
  `row`, `cells`, `status`, `unanswered`, `orders`, `filters` and `bulk_actions`); what the lists share:
  `read_only`, `live_list`, `list_filters`, `counted_pages`, `search_box`, `search`,
  `text_search`
- one user, in `sessions`: `page` shows `header`, `transcript`, `release_progress`, `history` and `timeline`;
  the views behind its buttons are in `steering`, those to assign the user and to write notes in `teamwork`;
  `drafts` answers its script; `export` writes a file; `reveal` shows the number, `media_view` a picture or a
  recording
- one press release, in `press_releases`: `page` shows `gathered` facts and a `comparison` of versions; the
  views behind its buttons are in `steering`
- erasing a person, and the receipts: `erasures`
- what open pages ask with: `versions`; wording: `times`, `twilio_errors`; django-q's pages in the console's
  look: `third_party`

The pages only show. What operators do is in `operators`.
"""
