# What `against-demo` and `side-by-side` stand on: a network of their own, cores that stay awake, and an end for everything
# that was started. To be sourced by bash; never run by itself.

# Runs the script again in a network namespace of its own, where only the loopback device is. `$1` is "inside" then.
into_private_network() { # the script and its words
  local way=(unshare --net)
  [ "$(id -u)" -eq 0 ] || way=(unshare --map-root-user --net)
  if ! "${way[@]}" -- true 2>/dev/null; then
    [ "${NETWORK:-private}" = shared ] || {
      echo "$(basename "$1"): this system allows no network namespace; NETWORK=shared goes without" >&2
      exit 1
    }
    exec "$1" inside "${@:2}"
  fi
  exec "${way[@]}" -- "$1" inside "${@:2}"
}

# The server has core 0, the load generator core 1; `$folder` is for logs and data, and whatever `$pids` holds is ended.
prepare() {
  [ "$(nproc)" -ge 2 ] || { echo "two cores are needed, one for the server and one for the load" >&2; exit 1; }
  command -v taskset >/dev/null || { echo "taskset is needed (util-linux)" >&2; exit 1; }
  ulimit -n "$(ulimit -Hn)"
  ip link set lo up 2>/dev/null || [ "${NETWORK:-private}" = shared ]
  folder=$(mktemp -d)
  pids=()
  trap end EXIT
}

end() {
  local pid
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true; done
  rm -rf "$folder"
}

# A virtual machine's core that goes to sleep takes tens of milliseconds to come back, which is then taken for the client's or
# the server's slowness. One loop on each core, which runs only when nobody else wants to, keeps it awake. AWAKE=no leaves
# them out.
keep_awake() { # cores
  [ "${AWAKE:-yes}" = yes ] && command -v chrt >/dev/null || return 0
  local core
  for core in "$@"; do
    taskset -c "$core" chrt --idle 0 bash -c 'while :; do :; done' &
    pids+=($!)
  done
}

start() { # core, log, command...
  local core=$1 log=$2
  shift 2
  taskset -c "$core" "$@" >"$folder/$log" 2>&1 &
  pids+=($!)
}

ready() { # what, log, pattern
  local pid=${pids[-1]}
  for _ in $(seq 200); do
    grep -qE "$3" "$folder/$2" && return
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  echo "$1 did not start:" >&2
  cat "$folder/$2" >&2
  exit 1
}

listening() { # port
  for _ in $(seq 200); do
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return
    sleep 0.1
  done
  return 1
}
