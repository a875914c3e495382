"""What compiles and is odd all the same: clauses that nothing carries or proves, controls and rules that do nothing."""

from tipstaff.policy.lint.linting import lint

__all__ = ["lint"]
