"""A tool as a Boutiques descriptor (schema 0.5)."""

import json

from usage import help_text, identifier, is_flag, number_type, options


def _input(option):
    about = {
        "id": identifier(option),
        "name": option["flag"],
        "description": help_text(option),
        "optional": not option["required"],
        "command-line-flag": option["flag"],
        "value-key": f"[{identifier(option).upper()}]",
        "type": "Flag" if is_flag(option) else "String",
    }
    if option.get("choices"):
        about["value-choices"] = option["choices"]
    number = number_type(option)
    if number:
        about["type"] = "Number"
        about["integer"] = number is int
        # "or" is a value outside the range, which the schema cannot say.
        if "or" not in option:
            for ours, theirs in (("at_least", "minimum"), ("at_most", "maximum"), ("more_than", "minimum")):
                if ours in option:
                    about[theirs] = option[ours]
            if "more_than" in option:
                about["exclusive-minimum"] = True
    if option["repeatable"] and not is_flag(option):
        about |= {"list": True, "list-separator": f" {option['flag']} "}
    return about


def _words(words):
    return {
        "id": "words",
        "name": words["placeholder"],
        "description": words["help"],
        "optional": not words["required"],
        "type": "String",
        "list": True,
        "value-key": "[WORDS]",
    }


def text(tool):
    # --option=WORD... would swallow a positional word: words come first.
    inputs = ([_words(tool["words"])] if "words" in tool else []) + [_input(o) for o in options(tool)]
    descriptor = {
        "name": tool["tool"],
        "description": tool["synopsis"],
        "author": "The fuse4seg contributors",
        "tool-version": tool["version"],
        "schema-version": "0.5",
        "command-line": " ".join([tool["tool"]] + [i["value-key"] for i in inputs]),
        "inputs": inputs,
        "error-codes": [
            {"code": int(code), "description": meaning} for code, meaning in tool["exit_codes"].items() if code != "0"
        ],
        "tags": {"domain": ["neuroinformatics", "medical imaging"]},
    }
    if any(o["name"] == "output" for o in options(tool)):
        descriptor["output-files"] = [
            {
                "id": "output_folder",
                "name": "what --output names",
                "path-template": "[OUTPUT]",
                "optional": False,
            }
        ]
    return json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n"
