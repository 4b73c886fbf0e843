#!/bin/sh
# What Debian brings for the tests: a browser, and the hosts that a site is published to. Root installs what lacks.
set -eu

lacking=""
need() { [ -x "$1" ] || lacking="$lacking $2"; }
need /usr/bin/chromium "chromium fonts-liberation"
need /usr/bin/rsync rsync
need /usr/sbin/sshd openssh-server
need /usr/sbin/nginx nginx-light
[ -n "$lacking" ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
    echo "Some tests need more of Debian. Install it once as root: apt-get install$lacking" >&2
    exit 1
fi

# No server starts by itself: the tests start their own, on the loopback.
if [ ! -e /usr/sbin/policy-rc.d ]; then
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
    chmod +x /usr/sbin/policy-rc.d
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086
apt-get install -qq --no-install-recommends $lacking >/dev/null
