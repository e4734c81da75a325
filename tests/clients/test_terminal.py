import io

from rich.console import Console

from tao_spec.clients.runner import ClientIdentity, RunReport
from tao_spec.clients.terminal import SHOWN, ProgressBar, print_summary
from tests.clients.reports_sample import result, sample


def console(terminal):
    return Console(file=io.StringIO(), force_terminal=terminal, width=100, color_system=None)


def test_the_summary_in_a_terminal_is_a_table():
    out = console(True)
    print_summary(sample(), out)
    text = out.file.getvalue()
    assert "malformed" in text and "│" in text
    assert "3/7 vectors pass, 1 fail, 1 unsupported, 1 error, 1 malformed" in text
    assert "FAIL stake/case 1: step 0 (SubtensorModule.add_stake)" in text
    assert "expected 12, got 13" in text


def test_the_summary_elsewhere_is_plain_lines():
    out = console(False)
    print_summary(sample(), out, timings=False)
    lines = out.file.getvalue().splitlines()
    assert "pools 2/3" in lines and "stake 1/3" in lines
    assert lines[-1] == "3/7 vectors pass, 1 fail, 1 unsupported, 1 error, 1 malformed, 14 steps"


def test_what_a_client_writes_is_no_markup():
    out = console(False)
    results = (result(0, "error", reason="[bold red]x[/] [link=http://a]y[/link] :smile:"),)
    print_summary(RunReport(ClientIdentity("c", "[blink]"), results), out)
    assert "[bold red]x[/] [link=http://a]y[/link] :smile:" in out.file.getvalue()


def test_only_the_first_that_do_not_pass_are_named():
    out = console(False)
    results = tuple(result(number, "fail", reason="x") for number in range(SHOWN + 7))
    print_summary(RunReport(ClientIdentity("c"), results), out)
    assert out.file.getvalue().count("FAIL") == SHOWN
    assert "and 7 more that do not pass" in out.file.getvalue()


def test_the_bar_is_drawn_in_a_terminal_only():
    for terminal in (True, False):
        out = console(terminal)
        with ProgressBar(out) as bar:
            bar.update(1, 2, result(0, "fail"))
            bar.update(2, 2, result(1, "pass"))
        assert ("1 not passing" in out.file.getvalue()) is terminal
