"""Which addresses are public: our own list, because Python's `is_private` lets several inner ones pass."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

INNER = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",
            "100.64.0.0/10",  # behind a carrier's NAT; also one cloud's metadata
            "127.0.0.0/8",
            "168.63.129.16/32",  # a public-looking address that answers to virtual machines only
            "169.254.0.0/16",  # link-local, with the metadata of most clouds
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",
            "2001::/23",  # Teredo and other tunnels that carry an IPv4 address inside
            "2001:db8::/32",
            "2002::/16",  # 6to4: carries any IPv4 address inside
            "3fff::/20",
        ),
    )
)
# Everything else of IPv6 (::/96, mapped addresses, 64:ff9b::/96, fc00::/7, fe80::/10, ff00::/8) lies outside.
GLOBAL_UNICAST = ip_network("2000::/3")


def is_public(address: str) -> bool:
    """Whether the address, as a resolver gives it, is of the open internet; what cannot be read is not."""
    try:
        read: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return False
    if read.version == 6 and (read.scope_id or read not in GLOBAL_UNICAST):
        return False
    return not any(read in network for network in INNER if network.version == read.version)
