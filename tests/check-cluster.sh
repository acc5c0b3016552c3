#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks, as TAP, the recipes of instruments/large-files.md for one file on many
# machines: GNU parallel, and Slurm with two nodes on this machine.  An array job
# scores the shards, a job that depends on it merges them; then a node is lost
# while it scores, and the whole is still that of one run.  Two to four
# minutes, since Slurm waits before it starts a task again.
#
# Not run by 'make check' but by 'make check-cluster': it needs Slurm and munge
# (Debian: slurm-wlm munge parallel), and root, who may start daemons for the
# users that they want.
set -u

source_folder=$(cd "${SOURCE_FOLDER:-.}" && pwd)
build_folder=$(cd "${BUILD_FOLDER:-.}" && pwd)
n_tests=0
n_failed=0

for program in slurmctld slurmd sbatch munged mungekey; do
    command -v $program >/dev/null || {
        echo "1..0 # SKIP $program is not there"
        exit 0
    }
done
if [ "$(id -u)" != 0 ]; then
    echo "1..0 # SKIP only root may start the daemons"
    exit 0
fi

work=$(mktemp -d /tmp/attune-cluster.XXXXXX) || exit 1
export HOME="$work/home" LC_ALL=C.UTF-8 SLURM_CONF="$work/slurm.conf"
export ATTUNE_INSTRUMENTS="$source_folder/instruments"
export PATH="$build_folder:$PATH"
socket=$work/munge/socket

# end FILE...: what has its number there ends, with all that it started.
end() {
    for file; do
        [ -s "$file" ] && kill "$(cat "$file")" 2>/dev/null
    done
}
leave() {
    # shellcheck disable=SC2046 # words are wanted
    lose $(tasks_of n1) $(tasks_of n2)
    end "$work"/*.pid "$work"/munge/*.pid
    sleep 1
    rm -rf "$work"
}
trap leave EXIT
trap 'exit 130' INT TERM HUP

# tasks_of NODE: the processes of our tasks there, each behind the step that
# started it.
tasks_of() {
    for process in /proc/[0-9]*; do
        words=$(tr '\0' '\n' 2>/dev/null <"$process/environ") 2>/dev/null
        case $words in *"SLURM_CONF=$work/"*) ;; *) continue ;; esac
        case $words in *"SLURMD_NODENAME=$1"*) ;; *) continue ;; esac
        parent=$(sed -n 's/^PPid:[^0-9]*//p' "$process/status" 2>/dev/null)
        [ "$(cat "/proc/$parent/comm" 2>/dev/null)" = slurmstepd ] &&
            echo "$parent"
        echo "${process#/proc/}"
    done 2>/dev/null
}

lose() {
    for pid; do kill -9 "$pid" 2>/dev/null; done
}

verdict() {
    n_tests=$((n_tests + 1))
    if [ "$1" = 0 ]; then
        echo "ok $n_tests - $2"
    else
        n_failed=$((n_failed + 1))
        echo "not ok $n_tests - $2"
        tail -5 "$work"/*.log "$work"/*.err 2>/dev/null | sed 's/^/#   /'
    fi
}

# until SECONDS COMMAND...: waits until it succeeds.
until_so() {
    left=$(($1 * 4))
    shift
    until "$@" >/dev/null 2>&1; do
        left=$((left - 1))
        [ $left -gt 0 ] || return 1
        sleep 0.25
    done
}

# ---- the cluster ----

start_munge() {
    mkdir "$work/munge" && chmod 755 "$work" && chown munge: "$work/munge" &&
        chmod 755 "$work/munge" || return
    mungekey --create --keyfile "$work/munge/key" &&
        chown munge: "$work/munge/key" && chmod 600 "$work/munge/key"
    setpriv --reuid=munge --regid=munge --clear-groups munged \
        --key-file="$work/munge/key" --socket="$socket" \
        --pid-file="$work/munge/munged.pid" \
        --log-file="$work/munge/munged.log" --seed-file="$work/munge/seed"
    munge -n -S "$socket" | unmunge -S "$socket" >/dev/null
}

start_slurm() {
    mkdir "$work/state" "$work/spool.n1" "$work/spool.n2" "$work/home"
    cat >"$SLURM_CONF" <<CONF
ClusterName=attune
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort=17000
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$socket
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
SchedulerParameters=sched_interval=1,bf_interval=1,batch_sched_delay=0
SlurmdTimeout=10
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool.%n
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.%n.log
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.%n.pid
NodeName=n1 NodeHostname=localhost NodeAddr=127.0.0.1 Port=17001 CPUs=2
NodeName=n2 NodeHostname=localhost NodeAddr=127.0.0.1 Port=17002 CPUs=2
PartitionName=all Nodes=ALL Default=YES State=UP
CONF
    slurmctld -f "$SLURM_CONF" &&
        slurmd -N n1 -f "$SLURM_CONF" && slurmd -N n2 -f "$SLURM_CONF"
}

is_idle() { [ "$(sinfo -h -t idle -o %D)" = 2 ]; }
is_done() { [ -z "$(squeue -h)" ]; }

# ---- the recipes ----

make_answers() {
    awk 'BEGIN {
        srand(5)
        printf "client,note,date"
        n = split("e1 e2 e3 e4 e5 e6 h1 h2 h3 h4 h5 h6 s1 s2 s3 s4 s5 s6", ids, " ")
        for (i = 1; i <= n; i++) printf ",communication.%s", ids[i]
        print ""
        for (row = 1; row <= 30000; row++) {
            printf "c%05d,\"one, and\na second\",2026-01-%02d", row / 2, 1 + row % 28
            for (i = 1; i <= n; i++)
                printf ",%s", rand() < .0001 ? "x" : int(rand() * 5)
            print ""
        }
    }'
}

mkdir "$work/run"
cd "$work/run" || exit 1
make_answers >answers.csv
attune score -i communication answers.csv -o ../whole.csv 2>../whole.err
whole=$?

# same NAME: what was merged is what one run made.
same() {
    {
        cmp ../whole.csv scores.csv && cmp ../whole.err merge.err &&
            [ "$(cat merge.status)" = $whole ]
    } >../same.err 2>&1
    verdict $? "$1"
    rm -f part-* scores.csv merge.err merge.status
}

# recipe NAME: the lines of the documentation between its marks, as a script.
recipe() {
    sed -n "/^<!-- $1 -->\$/,/^\`\`\`\$/p" "$source_folder/instruments/large-files.md" |
        sed '/^<!--/d; /^```/d' >"$2"
    [ -s "$2" ]
}

if command -v parallel >/dev/null; then
    recipe parallel run.sh
    sed -i '$s/$/ 2>merge.err/' run.sh
    sh ./run.sh >../parallel.err 2>&1
    echo $? >merge.status
    same "GNU parallel comes to what one run comes to"
fi

start_munge >../munge.err 2>&1
verdict $? "munge vouches"
start_slurm >../slurm.err 2>&1 && until_so 60 is_idle
verdict $? "two nodes of Slurm are idle"

recipe slurm-shard shard.sh
recipe slurm-merge merge.sh
submit() {
    job=$(sbatch --parsable --requeue --array=1-8 -o shard-%a.log shard.sh) &&
        sbatch -o merge.log --dependency=afterok:"$job" \
            --kill-on-invalid-dep=yes merge.sh
}
sed -i '$s/$/ 2>merge.err; echo $? >merge.status/' merge.sh

submit >../sbatch.err 2>&1 && until_so 120 is_done
verdict $? "an array of eight tasks, and the merge behind it, are done"
same "Slurm comes to what one run comes to"

# Each task lasts long enough to be caught in the middle.
sed -i 's/^attune score/sleep 5\n&/' shard.sh
is_running() { [ -n "$(squeue -h -w n1 -t running)" ] && [ -n "$(tasks_of n1)" ]; }
submit >../sbatch.err 2>&1 && until_so 60 is_running
verdict $? "tasks are under way on the first node"
# shellcheck disable=SC2046 # words are wanted
lose "$(cat ../slurmd.n1.pid)" $(tasks_of n1)
scontrol update nodename=n1 state=down reason=lost
until_so 300 is_done
verdict $? "they are started again on the other, and all are done"
same "a run that lost a node comes to what one run comes to"

echo "1..$n_tests"
[ $n_failed = 0 ]
