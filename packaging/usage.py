"""What the makers of interfaces share: reading of f4s.usage/1."""

import keyword

# Answered before any work, for people at a terminal.
QUESTIONS = {"help", "help_all", "version", "usage_json"}


def options(tool, without=()):
    return [o for o in tool["options"] if o["name"] not in QUESTIONS and o["name"] not in without]


def identifier(option):
    """The option's name where only letters, digits and _ may stand."""
    name = option["name"].replace("-", "_")
    return name + "_" if keyword.iskeyword(name) else name


def is_flag(option):
    return "placeholder" not in option


def number_type(option):
    """int or float where the option takes a number, else None."""
    default = option["default"]
    if is_flag(option) or isinstance(default, bool) or not isinstance(default, (int, float)):
        return None
    return type(default)


def is_list(option):
    return isinstance(option["default"], list)


def default_text(option):
    """The default as a person reads it, as --help has it, or nothing where there is none."""
    default = option.get("default_means", option["default"])
    if is_flag(option) or default in ("", [], None):
        return ""
    return ",".join(map(str, default)) if isinstance(default, list) else str(default)


def help_text(option):
    default = default_text(option)
    return option["help"] + (f" [default: {default}]" if default else "")
