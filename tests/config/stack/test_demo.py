import socket

import pytest

from config.stack import demo
from config.stack.tree import StackError
from config.web import masking


def test_a_taken_port_is_said_plainly() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(StackError, match="PORT chooses another"):
            demo.refuse_taken_port(taken.getsockname()[1])


@pytest.mark.parametrize("kind", ["s", "u", "p"])
def test_the_access_log_keeps_personal_links_to_itself(kind: str) -> None:
    token = "mVg2-3dKQ_x9abcdefghijkl0123456789"
    masked = masking.mask(f"GET /{kind}/{token}?a=7 HTTP/1.1")
    assert token not in masked
    assert masked.startswith(f"GET /{kind}/")
