"""Runs many commands of the installed AWS CLI in one process, by the CLI's own driver.

One JSON object a line comes in ({"arguments": [...], "environment": {...}}), one goes out
({"code": 0, "output": "...", "error": "..."}). The first line out is "ready".
"""

import io
import json
import os
import sys

from awscli.clidriver import create_clidriver
from botocore.loaders import JSONFileLoader

answers = sys.stdout
models = {}
read_model = JSONFileLoader.load_file


def load_once(self, path):
    """A service's model is read once, not once a command."""
    if path not in models:
        models[path] = read_model(self, path)
    return models[path]


def run(arguments):
    sys.stdout = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    sys.stderr = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    try:
        code = create_clidriver().main(arguments)
    except SystemExit as end:
        code = end.code or 0
    said = [stream.buffer.getvalue().decode("utf-8") for stream in (sys.stdout, sys.stderr)]
    return {"code": code, "output": said[0], "error": said[1]}


JSONFileLoader.load_file = load_once
print("ready", file=answers, flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    os.environ.update(asked["environment"])
    print(json.dumps(run(asked["arguments"])), file=answers, flush=True)
