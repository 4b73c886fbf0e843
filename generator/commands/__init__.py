"""What the commands of `karier` do, one file each: around a build, beside it, or instead of one."""
