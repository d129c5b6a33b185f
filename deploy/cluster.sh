# The private PostgreSQL cluster under .kopiena. Read by the commands beside it, after parts.sh.

# Another user than ours may have to reach the data: where the folders above do not let it, the data lies in its own home.
cluster_home() {
    if is_root && ! as_owner test -x "$state"; then
        echo "/var/lib/postgresql/kopiena-$(printf %s "$state" | sha256sum | cut -c 1-12)"
    else
        echo "$state/cluster"
    fi
}

cluster=$(readlink -f "$state/cluster" 2>/dev/null || true)
[ -d "${cluster:-/nowhere}" ] || cluster=

# The path of a socket may have 107 characters at most.
socket_folder() {
    if [ ${#cluster} -lt 80 ]; then
        echo "$cluster/socket"
    else
        echo "/tmp/kopiena-$(printf %s "$cluster" | sha256sum | cut -c 1-12)"
    fi
}

postgres_programs() {
    local found
    for found in /usr/lib/postgresql/{18,17,16,15}/bin; do
        [ -x "$found/initdb" ] && echo "$found" && return
    done
    found=$(command -v initdb) && dirname "$found" && return
    fail "no PostgreSQL server found" "Install the package postgresql."
}

# A cluster made by one version of PostgreSQL is run by that version.
cluster_programs() {
    local version
    version=$(as_owner cat "$cluster/data/PG_VERSION" 2>/dev/null || true)
    if [ -x "/usr/lib/postgresql/$version/bin/postgres" ]; then
        echo "/usr/lib/postgresql/$version/bin"
    else
        postgres_programs
    fi
}

make_folder() {
    mkdir -p "$1"
    if is_root; then chown postgres: "$1"; fi
    chmod 700 "$1"
}

cluster_make() {
    [ -n "$cluster" ] && as_owner test -f "$cluster/complete" && return
    local home
    home=$(cluster_home)
    say "      making the cluster in $home"
    rm -rf "$home"
    make_folder "$home"
    [ "$home" = "$state/cluster" ] || ln -sfn "$home" "$state/cluster"
    cluster=$home
    make_folder "$cluster/archive"
    make_folder "$cluster/backups"
    quietly initdb as_owner "$(postgres_programs)/initdb" -D "$cluster/data" -U postgres -A trust -k -E UTF8 \
        --locale=C.UTF-8 --locale-provider=icu --icu-locale=lv
    # lz4 is several times faster, but not every PostgreSQL is built with it.
    local packing=pglz
    if as_owner "$(postgres_programs)/postgres" -D "$cluster/data" -c default_toast_compression=lz4 -c wal_compression=lz4 \
        -C wal_compression >/dev/null 2>&1; then packing=lz4; fi
    # No port is open: the socket lies in a folder that only this user and root can enter.
    as_owner tee "$cluster/data/kopiena.conf" >/dev/null <<SETTINGS
listen_addresses = ''
max_connections = 100
shared_buffers = 256MB
wal_compression = $packing
default_toast_compression = $packing
wal_level = replica
# After each checkpoint whole pages go to the log again, in the middle of the last minutes of a call too.
checkpoint_timeout = 15min
max_wal_size = 2GB
archive_mode = on
archive_command = 'cmp -s %p "$cluster/archive/%f" || { test ! -e "$cluster/archive/%f" && cp %p "$cluster/archive/.%f" && sync "$cluster/archive/.%f" && mv "$cluster/archive/.%f" "$cluster/archive/%f"; }'
archive_timeout = 5min
log_min_duration_statement = 500ms
log_line_prefix = '%m [%p] %q%u@%d '
jit = off
# Rewritten at every statement, read by nobody: pg_stat_activity says the same.
update_process_title = off
SETTINGS
    as_owner sh -c "echo \"include = 'kopiena.conf'\" >> '$cluster/data/postgresql.conf'"
    cluster_start
    cluster_sql postgres "CREATE ROLE kopiena_owner LOGIN CREATEROLE"
    cluster_sql postgres "CREATE DATABASE kopiena OWNER kopiena_owner"
    as_owner touch "$cluster/complete"
}

cluster_runs() {
    [ -n "$cluster" ] && as_owner "$(cluster_programs)/pg_ctl" -D "$cluster/data" status >/dev/null 2>&1
}

# Whether this command started the cluster, and so has to stop it.
started_cluster=

cluster_start() {
    cluster_runs && return
    started_cluster=yes
    local socket
    socket=$(socket_folder)
    make_folder "$socket"
    # In a session of its own, so that Ctrl-C reaches the service first and the database last.
    as_owner setsid "$(cluster_programs)/pg_ctl" -D "$cluster/data" -l "$cluster/postgresql.log" -w -t 120 \
        -o "-c unix_socket_directories='$socket'" start >"$state/log/cluster.log" 2>&1 </dev/null || {
        as_owner tail -n 20 "$cluster/postgresql.log" >&2 || true
        fail "PostgreSQL did not start" "Its log is $cluster/postgresql.log"
    }
}

cluster_stop() {
    cluster_runs || return 0
    as_owner "$(cluster_programs)/pg_ctl" -D "$cluster/data" -m fast -w -t 60 stop >/dev/null 2>&1
}

# cluster_sql DATABASE COMMAND: runs one command as the cluster's administrator and prints what it returns.
cluster_sql() {
    as_owner "$(cluster_programs)/psql" -X -q -A -t -v ON_ERROR_STOP=1 -h "$(socket_folder)" -U postgres -d "$1" -c "$2"
}

# The addresses by which the commands of the service find this cluster.
cluster_settings() {
    local address
    address="host=$(socket_folder) dbname=kopiena"
    printf 'KOPIENA_OWNER_URL=%s\nKOPIENA_DATABASE_URL=%s\n' \
        "$address user=kopiena_owner" "$address user=kopiena_service" >"$state/settings.env"
}
