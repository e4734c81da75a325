import pytest

from tao_spec.arithmetic.errors import ClientPanic, DivisionByZero, MisshapenMatrix, NotANumber, OutOfRange


@pytest.mark.parametrize("panic", [DivisionByZero, MisshapenMatrix, NotANumber, OutOfRange])
def test_whatever_aborts_the_client_is_one_kind_of_error(panic: type[Exception]) -> None:
    assert issubclass(panic, ClientPanic)
    assert not issubclass(panic, (ArithmeticError, LookupError, ValueError))
