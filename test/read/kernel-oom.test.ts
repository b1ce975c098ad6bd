import {expect, test} from 'vitest';
import {readOomCounts, readOomKills} from '../../source/read/kernel-oom.js';
import {outcomeOf} from '../support/samples.js';

const uid = '85b52742-3df7-4030-b0c1-0d097c82a2b9';
const id = 'dde8736dbdfaf138f889d4e7e3780b392865d5c9b9060d461188328ea578f104';
const kills = (stdout: string) => readOomKills(outcomeOf({stdout}));

/** Linux 6.18 on a real k0s 1.34.1; the group of the test machine around it is the kernel's own word too. */
const outer = '/process_api/d10980152a3aab2f52ef0fdf47ccceb9/testhost/host';
const line = `2026-11-30T23:40:01+0000 centos10 kernel: oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=${id},mems_allowed=0,oom_memcg=${outer}/kubepods/burstable/pod${uid},task_memcg=${outer}/kubepods/burstable/pod${uid}/${id},task=tail,pid=8394,uid=0
2026-11-30T23:40:01+0000 centos10 kernel: Memory cgroup out of memory: Killed process 8394 (tail) total-vm:26164kB, anon-rss:23936kB, file-rss:1276kB, shmem-rss:0kB, UID:0 pgtables:84kB oom_score_adj:999`;

test('a process of a container by the kubelet’s groups: container, pod, process, whose limit', () => {
	expect(kills(line)).toMatchObject({
		known: true,
		value: [{at: '2026-11-30T23:40:01+0000', container: id, pod: uid, task: 'tail', pid: 8394, scope: 'limit'}],
	});
});

test('systemd’s groups, a name with a comma, and the host’s own memory', () => {
	const slice = `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${uid.replaceAll('-', '_')}.slice/cri-containerd-${id}.scope`;
	const global = `2026-11-30T23:40:01+0900 h kernel: oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=${slice},task=a,task=b,pid=7,uid=1000`;
	expect(kills(global)).toMatchObject({value: [{container: id, pod: uid, task: 'a,task=b', pid: 7, scope: 'node'}]});
	const all = global.replace('CONSTRAINT_NONE', 'CONSTRAINT_MEMCG').replace('global_oom', 'oom_memcg=/kubepods.slice');
	expect(kills(all)).toMatchObject({value: [{scope: 'pods'}]});
});

test('a process of no pod is none of a pod’s', () => {
	const own = `2026-11-30T23:40:01+0000 h kernel: oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/system.slice/db.service,task=db,pid=7,uid=0`;
	expect(kills(own)).toMatchObject({value: [{container: null, pod: null, scope: 'node'}]});
});

test('the two lines of kernels before 5.0', () => {
	const old = `2026-11-30T23:40:00+0000 h kernel: Task in /kubepods/burstable/pod${uid}/${id} killed as a result of limit of /kubepods/burstable/pod${uid}
2026-11-30T23:40:01+0000 h kernel: Memory cgroup out of memory: Kill process 8394 (tail) score 1999 or sacrifice child
2026-11-30T23:40:01+0000 h kernel: Killed process 8394 (tail) total-vm:26164kB`;
	expect(kills(old)).toMatchObject({value: [{container: id, pod: uid, task: 'tail', pid: 8394, scope: 'limit'}]});
});

test('a journal without a kernel message says nothing of what the kernel did', () => {
	expect(kills('')).toMatchObject({known: false});
	expect(kills('2026-11-30T23:40:01+0000 h kernel: Linux version 6.18.44')).toEqual(
		expect.objectContaining({value: []}),
	);
	expect(readOomKills(outcomeOf({kind: 'not-permitted', stderr: 'x'}))).toMatchObject({known: false});
});

test('counters of both versions by the container; none of a pod is unknown', () => {
	const v1 = `/sys/fs/cgroup/memory/kubepods/burstable/pod${uid}/${id}/memory.oom_control`;
	const v2 = `/sys/fs/cgroup/kubepods.slice/kubepods-pod${uid.replaceAll('-', '_')}.slice/cri-containerd-${'a'.repeat(64)}.scope/memory.events`;
	const counts = readOomCounts(
		outcomeOf({
			kind: 'failed',
			exit: 2,
			stdout: `${v1}:oom_kill 109\n/sys/fs/cgroup/memory/kubepods/memory.oom_control:oom_kill 7\n${v2}:oom_kill 0\n`,
		}),
	);
	expect(counts.known && [...counts.value]).toEqual([
		[id, {kills: 109, file: v1}],
		['a'.repeat(64), {kills: 0, file: v2}],
	]);
	expect(readOomCounts(outcomeOf({kind: 'failed', exit: 2, stdout: ''}))).toMatchObject({known: false});
	expect(readOomCounts(outcomeOf({kind: 'failed', exit: 2, stderr: 'grep: x: Permission denied'}))).toMatchObject({
		known: false,
	});
});
