"""Makes a key, seals or opens with PGPy: one JSON request on standard input, one JSON answer on standard output."""

import base64
import json
import sys
import warnings

warnings.simplefilter("ignore")

import pgpy  # noqa: E402
from pgpy.constants import (  # noqa: E402
    CompressionAlgorithm,
    HashAlgorithm,
    KeyFlags,
    PubKeyAlgorithm,
    SymmetricKeyAlgorithm,
)


def make(user_id):
    """A key as PGPy's own documentation makes it: one of RSA that does everything."""
    name, _, email = user_id.partition(" <")
    key = pgpy.PGPKey.new(PubKeyAlgorithm.RSAEncryptOrSign, 2048)
    key.add_uid(
        pgpy.PGPUID.new(name, email=email.rstrip(">")),
        usage={KeyFlags.Sign, KeyFlags.EncryptCommunications, KeyFlags.EncryptStorage},
        hashes=[HashAlgorithm.SHA256, HashAlgorithm.SHA512],
        ciphers=[SymmetricKeyAlgorithm.AES256, SymmetricKeyAlgorithm.AES128],
        compression=[CompressionAlgorithm.ZLIB, CompressionAlgorithm.Uncompressed],
    )
    return {"privateKey": str(key), "publicKey": str(key.pubkey)}


def seal(text, to, signer, binary):
    message = pgpy.PGPMessage.new(text)
    if signer:
        key, _ = pgpy.PGPKey.from_blob(signer)
        message |= key.sign(message)
    cipher = SymmetricKeyAlgorithm.AES256
    session_key = cipher.gen_key()
    for certificate in to:
        reader, _ = pgpy.PGPKey.from_blob(certificate)
        message = reader.encrypt(message, cipher=cipher, sessionkey=session_key)
    return {"sealed": base64.b64encode(bytes(message)).decode() if binary else str(message)}


def open_message(sealed, private_key):
    key, _ = pgpy.PGPKey.from_blob(private_key)
    opened = key.decrypt(pgpy.PGPMessage.from_blob(base64.b64decode(sealed)))
    content = opened.message
    if isinstance(content, str):
        content = content.encode()
    return {"bytes": base64.b64encode(bytes(content)).decode(), "name": opened.filename}


request = json.load(sys.stdin)
actions = {"make": make, "seal": seal, "open": open_message}
json.dump(actions[request.pop("action")](**request), sys.stdout)
