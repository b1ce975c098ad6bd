import {describe, expect, test} from 'vitest';
import {aliveIn, isIdle, podsOf} from '../../source/checks/alive.js';
import {known, unknown} from '../../source/facts/reading.js';

const folder = '/var/lib/k0s';
const processes = (...kinds: readonly string[]) => known(kinds.map((kind, pid) => ({kind, pid})));
const mounts = (...targets: readonly string[]) => known(targets.map(target => ({target})));
type Readings = Parameters<typeof aliveIn>[1];
const host = (given: Partial<Record<keyof Readings, unknown>> = {}): Readings =>
	({k0sProcesses: processes(), mounts: mounts('/'), unixListeners: known([]), ...given}) as unknown as Readings;
const alive = (given: Parameters<typeof host>[0]) => {
	const reading = aliveIn(folder, host(given));
	return reading.known ? reading.value : reading.unknown.reason;
};

/** Who moves or deletes the data folder must know what is at work in it. */
describe('what is at work in the data folder', () => {
	test('pods by their shims, and the processes of the control plane, each for itself', () => {
		const k0sProcesses = processes('shim', 'control-plane', 'shim', 'shim', 'control-plane', 'kubelet');
		expect(alive({k0sProcesses})).toEqual({pods: 3, processes: 2, mounts: 0, sockets: 0});
		expect(podsOf(host({k0sProcesses}))).toBe(3);
	});

	test('mounts on it and below it, not those of a folder whose name begins alike', () => {
		const given = {mounts: mounts('/', '/var/lib', folder, `${folder}/kubelet/pods/x`, '/var/lib/k0s2', '/srv/k0s')};
		expect(alive(given)).toMatchObject({mounts: 2});
	});

	test('sockets below it', () => {
		const unixListeners = known([`${folder}/run/containerd.sock`, '/run/k0s/status.sock', '/var/lib/k0s-x/a.sock']);
		expect(alive({unixListeners})).toMatchObject({sockets: 1});
	});

	test.each(['k0sProcesses', 'mounts', 'unixListeners'] as const)('is not known where %s could not be read', name => {
		expect(alive({[name]: unknown('needs-root')})).toBe('needs-root');
	});

	test('of pods nobody could tell: null, which is not none', () => {
		expect(podsOf(host({k0sProcesses: unknown('needs-root')}))).toBeNull();
		expect(podsOf(host())).toBe(0);
	});

	const nothing = {pods: 0, processes: 0, mounts: 0, sockets: 0};
	test.each(['pods', 'processes', 'mounts', 'sockets'] as const)('it is not idle with one of its %s', name => {
		expect(isIdle({...nothing, [name]: 1})).toBe(false);
		expect(isIdle(nothing)).toBe(true);
	});
});
