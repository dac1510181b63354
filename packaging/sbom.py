#!/usr/bin/env python3
"""An SPDX 2.3 document of Debian packages: what they hold, and which packages they depend on.

    packaging/sbom.py PACKAGES >fuse4seg.spdx.json    PACKAGES: the folder that deb.sh filled
"""

import datetime
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path


def field(package, name):
    return subprocess.run(["dpkg-deb", "-f", package, name], check=True, capture_output=True, text=True).stdout.strip()


def spdx_id(text):
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", text)


def package_entry(name, version, sha256=None, licence="NOASSERTION"):
    entry = {
        "SPDXID": spdx_id(f"Package-{name}"),
        "name": name,
        "versionInfo": version,
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": licence,
        "copyrightText": "NOASSERTION",
        "externalRefs": [
            {
                "referenceCategory": "PACKAGE-MANAGER",
                "referenceType": "purl",
                "referenceLocator": f"pkg:deb/debian/{name}",
            }
        ],
    }
    if sha256:
        entry["checksums"] = [{"algorithm": "SHA256", "checksumValue": sha256}]
    return entry


# What fuse4seg-torch carries, by the files in it.
CARRIED = {
    "libtorch_cpu.so": ("libtorch", "BSD-3-Clause"),
    "libcudart.so.13": ("nvidia-cuda-runtime", "LicenseRef-NVIDIA-CUDA-EULA"),
    "libcupti.so.13": ("nvidia-cuda-cupti", "LicenseRef-NVIDIA-CUDA-EULA"),
}


def carried_in(package):
    listing = subprocess.run(["dpkg-deb", "-c", package], check=True, capture_output=True, text=True).stdout
    return [about for file, about in CARRIED.items() if f"/{file}\n" in listing]


def pinned_versions():
    text = (Path(__file__).parent.parent / "cmake/torch-requirements.txt").read_text(encoding="utf-8")
    pins = dict(re.findall(r"^([a-z-]+)==(\S+)", text, re.M))
    return {"libtorch": pins["torch"], **pins}


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    files = sorted(Path(sys.argv[1]).glob("fuse4seg*.deb"))
    if not files:
        sys.exit(f"sbom.py: {sys.argv[1]} holds no fuse4seg*.deb")
    packages, relations, digests = {}, [], []

    def add(entry, relation, other):
        packages.setdefault(entry["SPDXID"], entry)
        relations.append({"spdxElementId": other, "relationshipType": relation, "relatedSpdxElement": entry["SPDXID"]})

    for file in files:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        digests.append(digest)
        own = package_entry(field(file, "Package"), field(file, "Version"), digest, "Apache-2.0")
        packages[own["SPDXID"]] = own
        relations.append({"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES",
                          "relatedSpdxElement": own["SPDXID"]})
        for name, licence in carried_in(file):
            add(package_entry(name, pinned_versions()[name], licence=licence), "CONTAINS", own["SPDXID"])
        for dependency in filter(None, re.split(r"[,|]\s*", field(file, "Depends"))):
            name, _, version = dependency.strip().partition(" ")
            add(package_entry(name, version.strip("()") or "NOASSERTION"), "DEPENDS_ON", own["SPDXID"])
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", max(int(file.stat().st_mtime) for file in files)))
    created = datetime.datetime.fromtimestamp(epoch, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    document = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": "fuse4seg",
        "documentNamespace": "https://spdx.org/spdxdocs/fuse4seg-" + hashlib.sha256("".join(digests).encode()).hexdigest(),
        "creationInfo": {"created": created, "creators": ["Tool: packaging/sbom.py"]},
        "hasExtractedLicensingInfos": [
            {"licenseId": "LicenseRef-NVIDIA-CUDA-EULA", "name": "CUDA Toolkit End User License Agreement",
             "extractedText": "usr/share/doc/fuse4seg-torch/licences/nvidia/License.txt"}
        ],
        "packages": list(packages.values()),
        "relationships": relations,
    }
    print(json.dumps(document, indent=2))


if __name__ == "__main__":
    main()
