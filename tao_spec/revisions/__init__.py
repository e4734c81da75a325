"""Floor 6, named revisions of the protocol and proposals for new ones, by the number under which vectors name them."""

from __future__ import annotations

from tao_spec.revisions.r306 import R306
from tao_spec.revisions.r320 import R320
from tao_spec.transition.revision import Revision

REVISIONS: dict[int, Revision] = {revision.spec_version: revision for revision in (R306, R320)}
"""Every revision that stands, by `spec_version`."""


class UnknownRevision(ValueError):
    """A vector or a client names a revision that does not stand here."""


def get_revision(spec_version: int, library: str | None = None) -> Revision:
    """The revision with a `spec_version`.

    Args:
        library: an array library, in which its epochs shall run; nothing that they find depends on it.

    Raises:
        UnknownRevision: there is none.
        UnknownLibrary: there is no such array library, or it is not installed.
    """
    if spec_version not in REVISIONS:
        known = ", ".join(str(number) for number in sorted(REVISIONS))
        raise UnknownRevision(f"revision {spec_version!s:.40} is not specified; these are: {known}")
    found = REVISIONS[spec_version]
    if library is None:
        return found
    from tao_spec.revisions.in_arrays import with_engine  # noqa: PLC0415  (only who asks for arrays loads a library)

    return with_engine(found, library)
