"""Floor 6, named revisions of the protocol and proposals for new ones, by the number under which vectors name them."""

from __future__ import annotations

from tao_spec.revisions.r306 import R306
from tao_spec.revisions.r320 import R320
from tao_spec.transition.revision import Revision

REVISIONS: dict[int, Revision] = {revision.spec_version: revision for revision in (R306, R320)}
"""Every revision that stands, by `spec_version`."""


class UnknownRevision(ValueError):
    """A vector or a client names a revision that does not stand here."""


def get_revision(spec_version: int) -> Revision:
    """The revision with a `spec_version`.

    Raises:
        UnknownRevision: there is none.
    """
    if spec_version not in REVISIONS:
        known = ", ".join(str(number) for number in sorted(REVISIONS))
        raise UnknownRevision(f"revision {spec_version!s:.40} is not specified; these are: {known}")
    return REVISIONS[spec_version]
