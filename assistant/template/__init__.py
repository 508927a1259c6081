"""The text of a press release from its facts, without a model, as parts whose sentences cite the facts."""

from assistant.template.body import write
from assistant.template.layout import assemble

__all__ = ["assemble", "write"]
