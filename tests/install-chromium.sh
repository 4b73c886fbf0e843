#!/bin/sh
# Debian's Chromium, for the tests that open pages in a browser; there already, or installed when root asks.
set -eu

[ -x /usr/bin/chromium ] && exit 0

if [ "$(id -u)" -ne 0 ]; then
    echo "The browser tests need Chromium. Install it once as root: apt-get install chromium" >&2
    exit 1
fi

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -qq --no-install-recommends chromium fonts-liberation >/dev/null
