"""The model's Markdown, turned into WhatsApp's formatting.

Markdown's inline formats are found by markdown-it and replaced in the lines as the model wrote them:
lists, quotes, code and line breaks stay. `*word*` is emphasis in Markdown, so it becomes italic.
"""

import re
import unicodedata

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, backtick
from markdown_it.tree import SyntaxTreeNode

from assistant.whatsapp_text import BOLD, ITALIC, STRUCK, literal, styled

_MARKS = {"strong": BOLD, "em": ITALIC, "s": STRUCK}

# To the next `**`, over code and escaped characters, whatever asterisks are between: `**E*TRADE**`.
_BOLD = re.compile(r"\*\*(?![\s*])((?>\\.|`[^`\n]*`|.){1,500}?)(?<!\s)\*\*(?!\*)", re.DOTALL)


def to_whatsapp(text: str) -> str:
    """Return `text` with WhatsApp's bold, italic and strikethrough, headings in bold, and plain links.

    Text without Markdown comes back as it is.
    """
    lines = text.split("\n")
    nodes = SyntaxTreeNode(_PARSER.parse(text.replace("\r\n", "\n"))).walk()
    for node in reversed(list(nodes)):  # so that a line that goes moves none that is still to come
        if node.type == "inline" and node.map:
            start, end = node.map
            underlines = 1 if _heading_mark(node) == "=" else 0
            lines[start : end + underlines] = _rewritten(lines[start:end], node)
    return "\n".join(lines)


def _rewritten(lines: list[str], node: SyntaxTreeNode) -> list[str]:
    """Return `lines`, a heading or paragraph with the inline `node`, for WhatsApp."""
    heading = _heading_mark(node)
    has_formats = bool(heading) or "\\" in node.content or any(child.type in _MARKS for child in node.walk())
    text = _inner(node, inside=BOLD if heading else "", has_formats=has_formats)
    if heading == "=":
        text = styled(text, BOLD)
    old, new = node.content.split("\n"), text.split("\n")
    if not len(lines) == len(old) == len(new):  # a link's address on a line of its own
        return lines
    if heading.startswith("#"):
        return [line.partition("#")[0] + styled(text, BOLD) for line in lines] if text else lines
    rewritten = []
    for line, before, after in zip(lines, old, new, strict=True):
        end = len(line.rstrip())
        rewritten.append(line[: end - len(before.strip())] + after.strip() + line[end:])
    return rewritten


def _heading_mark(node: SyntaxTreeNode) -> str:
    """Return "=" or some "#" where `node` is a heading; "-" below a text is meant as a line."""
    mark = node.parent.markup if node.parent else ""
    return "" if mark == "-" else mark


def _inner(node: SyntaxTreeNode, *, inside: str, has_formats: bool) -> str:
    """Return the children of `node` as text; `inside` has the marks that are open around them."""
    children = node.children
    text = ""
    for number, child in enumerate(children):
        mark = _MARKS.get(child.type)
        if child.type == "text":
            text += literal(child.content) if has_formats else child.content
        elif child.type in ("softbreak", "hardbreak"):
            text += "\n"
        elif child.type == "code_inline":
            text += child.content
        elif child.type == "image":
            text += _link(child.content, str(child.attrs["src"]))
        else:
            within = _inner(child, inside=inside + (mark or ""), has_formats=has_formats)
            following = children[number + 1].content if number + 1 < len(children) else ""
            if mark is None:
                text += _link(within, str(child.attrs["href"]))
            elif mark in inside:
                text += within
            elif _joins_word(text[-1:]) or _joins_word(following[:1]):
                # WhatsApp formats whole words only: 5*3 and 4*2.
                markup = literal(child.markup) if inside else child.markup
                text += f"{markup}{within}{markup}"
            else:
                text += styled(within, mark)
    return text


def _joins_word(character: str) -> bool:
    """Return True for a digit, and for a letter of a script that separates its words."""
    return character.isalnum() and unicodedata.category(character) != "Lo"


def _link(label: str, url: str) -> str:
    address = url.removeprefix("mailto:").removeprefix("tel:")
    if not label or _without_scheme(label) == _without_scheme(address):
        return address
    return f"{label} ({address})"


def _without_scheme(address: str) -> str:
    return address.rpartition("://")[2].rstrip("/")


def _code(state: StateInline, silent: bool) -> bool:
    """Parse code as markdown-it does, but keep it as it was written."""
    start = state.pos
    if not backtick(state, silent):
        return False
    if not silent and not state.pending:  # else the backticks were not closed
        state.tokens[-1].content = state.src[start : state.pos]
    return True


def _bold(state: StateInline, silent: bool) -> bool:
    """Parse `**bold**`, in which CommonMark has asterisks and many scripts' punctuation break it."""
    found = _BOLD.match(state.src, state.pos, state.posMax)
    if silent or found is None:
        return False
    end = state.posMax
    state.push("strong_open", "strong", 1).markup = "**"
    state.pos, state.posMax = found.span(1)
    state.md.inline.tokenize(state)
    state.push("strong_close", "strong", -1).markup = "**"
    state.pos, state.posMax = found.end(), end
    return True


class _Parser(MarkdownIt):
    """markdown-it with what a chat needs of Markdown, and addresses as they were written."""

    def __init__(self) -> None:
        super().__init__("commonmark")
        self.enable("strikethrough")
        self.disable(["normalize", "code", "html_block", "reference", "html_inline", "entity"])
        self.inline.ruler.at("backticks", _code)
        self.inline.ruler.before("emphasis", "bold", _bold)

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - overrides
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - overrides
        return link


_PARSER = _Parser()
