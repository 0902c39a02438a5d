#!/usr/bin/env bash
# Verifies with openssl and Python 3 alone that the files of a folder are those that were signed:
#   verify.sh model.sig FOLDER key.pem
# Prints what differs; ends with 0 when all is as signed, else with 1.
set -euo pipefail
[ $# -eq 3 ] || { echo "usage: verify.sh model.sig FOLDER key.pem" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# what was signed (the DSSE pre-authentication encoding of the statement), and the signature
python3 - "$1" "$work" <<'PYTHON' || { echo "not verified: $1 holds no signed statement"; exit 1; }
import base64, json, sys
try:
    envelope = json.load(open(sys.argv[1], encoding="utf-8"))["dsseEnvelope"]
    payload, (signature,) = base64.b64decode(envelope["payload"]), envelope["signatures"]
except (OSError, ValueError, KeyError, TypeError):
    sys.exit(1)
kind = b"application/vnd.in-toto+json"
for name, content in (("statement", payload), ("signature", base64.b64decode(signature["sig"])),
                      ("signed", b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload))):
    open(f"{sys.argv[2]}/{name}", "wb").write(content)
PYTHON
openssl dgst -sha256 -verify "$3" -signature "$work/signature" "$work/signed" > "$work/verdict" 2>&1 ||
  { echo "not verified: the signature is not of this statement and this key"; exit 1; }

# the files
python3 - "$1" "$2" "$work/statement" <<'PYTHON'
import hashlib, json, os, sys
bundle, root = os.path.realpath(sys.argv[1]), os.path.realpath(sys.argv[2])
statement = json.load(open(sys.argv[3], encoding="utf-8"))
predicate = statement["predicate"]
if statement["predicateType"] != "https://model_signing/signature/v1.0" or predicate["serialization"]["method"] != "files":
    sys.exit("not verified: the statement is not about files")
signed = {file["name"]: (file["algorithm"], file["digest"].lower()) for file in predicate["resources"]}
left_out = {bundle} | {os.path.join(root, path) for path in predicate["serialization"].get("ignore_paths", [])}
found = {}
for folder, folders, names in os.walk(root):
    folders[:] = [name for name in folders if os.path.join(folder, name) not in left_out]
    for name in names + [name for name in folders if os.path.islink(os.path.join(folder, name))]:
        path = os.path.join(folder, name)
        if path not in left_out:
            digest = hashlib.sha256()
            if os.path.isfile(path) and not os.path.islink(path):
                with open(path, "rb") as file:
                    for piece in iter(lambda: file.read(1 << 20), b""):
                        digest.update(piece)
                found[os.path.relpath(path, root)] = "sha256", digest.hexdigest()
            else:
                found[os.path.relpath(path, root)] = "no plain file", ""
wrong = [("missing", name) for name in signed.keys() - found.keys()]
wrong += [("added", name) for name in found.keys() - signed.keys()]
wrong += [("changed", name) for name in found.keys() & signed.keys() if found[name] != signed[name]]
for difference, name in sorted(wrong, key=lambda pair: pair[1]):
    print(difference, ascii(name), sep="  ")
print("not verified: the files are not those that were signed" if wrong else f"verified: {len(signed)} files as signed")
sys.exit(bool(wrong))
PYTHON
