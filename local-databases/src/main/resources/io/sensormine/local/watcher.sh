# Waits until a process has ended, then stops the clusters under a directory and deletes it.
# Arguments: the process's number, its start in clock ticks, the directory.
# Ends by itself as soon as the directory has gone.
pid=$1 start=$2 directory=$3

alive() {
  stat=$(cat "/proc/$pid/stat" 2>/dev/null) || return 1
  set -- ${stat##*) }
  [ "$1" != Z ] && [ "${20}" = "$start" ]
}

# The postmaster of a cluster is the process in its pid file that works in its data directory.
postmaster() {
  candidate=$(head -n 1 "$1/postmaster.pid" 2>/dev/null) || return 1
  [ -n "$candidate" ] && [ "/proc/$candidate/cwd" -ef "$1" ] && echo "$candidate"
}

signal_all() {
  found=1
  for data in "$directory"/pg "$directory"/*/pg; do
    if postmaster=$(postmaster "$data"); then found=0; kill "-$1" "$postmaster" 2>/dev/null; fi
  done
  return $found
}

while alive; do
  [ -d "$directory" ] || exit 0
  sleep 1
done
# A start that was under way when the process ended may come up a moment later.
rounds=0
while [ -d "$directory" ] && [ $rounds -lt 10 ]; do
  signal=INT
  while signal_all $signal; do
    sleep 0.3
    rounds=$((rounds + 1))
    [ $rounds -lt 30 ] || signal=KILL
  done
  rm -rf "$directory" 2>/dev/null
  rounds=$((rounds + 1))
done
