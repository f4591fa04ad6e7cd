#!/usr/bin/env python3
"""Takes out of a package or an SBOM what differs between two builds of one commit.

    reproducible.py FILE.nupkg|FILE.cdx.json    with SOURCE_DATE_EPOCH: the time to write instead, in seconds since 1970
"""
import hashlib
import json
import os
import re
import sys
import time
import zipfile

MOMENT = time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"]))


def package(path):
    """A zip has times, an order and one entry with a random name; _rels/.rels refers to entries by names and ids."""
    with zipfile.ZipFile(path) as read:
        entries = {name: read.read(name) for name in read.namelist()}
    properties = [name for name in entries if name.endswith(".psmdcp")]
    for old in properties:
        new = "package/services/metadata/core-properties/" + hashlib.sha256(entries[old]).hexdigest()[:32] + ".psmdcp"
        entries[new] = entries.pop(old)
        entries["_rels/.rels"] = entries["_rels/.rels"].replace(old.encode(), new.encode())
    number = iter(range(1, 1000))
    entries["_rels/.rels"] = re.sub(rb'Id="[^"]*"', lambda _: b'Id="R%d"' % next(number), entries["_rels/.rels"])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as write:
        for name in sorted(entries):
            entry = zipfile.ZipInfo(name, MOMENT[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            write.writestr(entry, entries[name])


def bill(path):
    """An SBOM has a time, and a serial number unless told otherwise."""
    with open(path, encoding="utf-8-sig") as file:
        content = json.load(file)
    content.pop("serialNumber", None)
    content["metadata"]["timestamp"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", MOMENT)
    content["components"].sort(key=lambda component: component["bom-ref"])
    content["dependencies"].sort(key=lambda dependency: dependency["ref"])
    with open(path, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2, ensure_ascii=False)
        file.write("\n")


for argument in sys.argv[1:]:
    (package if argument.endswith(".nupkg") else bill)(argument)
