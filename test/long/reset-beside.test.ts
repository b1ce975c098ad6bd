import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import {startTestHost, whyNoTestHost, type TestHost} from '../support/test-host.js';

type Answer = {
	steps: Array<{id: string; state: string; found: string}>;
	leftovers: Array<{kind: string; name: string}>;
	kept: Array<{kind: string; name: string; why: string; because: string}>;
	error?: {code: string; message: string};
};

const without = whyNoTestHost();
const reason = without === undefined ? '' : `: ${without}`;
let host: TestHost;

vi.setConfig({testTimeout: 400_000, hookTimeout: 200_000});

const sh = async (script: string): Promise<string> => host.must(['bash', '-ec', script]);
const reset = async (): Promise<{exit: number | null; json: Answer; stderr: string}> => {
	const {exit, stdout, stderr} = await host.tui(['reset', '--yes', '--json'], {milliseconds: 300_000});
	return {exit, json: JSON.parse(stdout) as Answer, stderr};
};
const there = async (path: string): Promise<boolean> => (await host.exec(['test', '-e', path])).exit === 0;
const whyStays = ({kept}: Answer, name: string): string | undefined => kept.find(each => each.name === name)?.why;
/** The program that the first install left is put back, and installs itself with these options. */
const install = async (...options: readonly string[]): Promise<void> => {
	await sh(
		`cp /root/k0s /usr/local/bin/k0s; k0s install controller --enable-worker --no-taints ${options.join(' ')}; k0s start`,
	);
	await host.until(['k0s', 'status'], 90_000);
};
const switches = async (more: Readonly<Record<string, unknown>> = {}): Promise<void> =>
	host.switches({readySeconds: 1, stopSeconds: 1, ...more});

/** What a reset takes and what it leaves and names, by real files. k0s is the stand-in, others are their files alone. */
describe.skipIf(without !== undefined)(`a reset beside what is not k0s’s, on a test host${reason}`, () => {
	beforeAll(async () => {
		host = await startTestHost({name: 'resetbeside', k0s: 'ready', faults: {}, switches: {readySeconds: 1}});
		await sh('cp /usr/local/bin/k0s /root/k0s; mkdir -p /srv/own; echo mine > /srv/own/keep');
	});
	afterAll(() => {
		host.down();
	});

	test('podman, Docker and k3s keep their files and what they share; a busy bind mount is not emptied', async () => {
		const volume = '/var/lib/k0s/kubelet/pods/u/volumes/v';
		await switches({resetFails: true});
		await sh(`
			printf '#!/bin/sh\n' > /usr/bin/podman; chmod 755 /usr/bin/podman
			mkdir -p /etc/cni/net.d /var/lib/cni/networks/podman /etc/rancher/k3s /var/lib/docker ${volume}
			echo '{"name":"podman"}' > /etc/cni/net.d/87-podman-bridge.conflist
			echo x > /var/lib/cni/networks/podman/10.88.0.2
			echo y > /etc/rancher/k3s/k3s.yaml
			echo '{}' > /opt/cni/bin/mine
			mount --bind /srv/own ${volume}
			systemd-run -q --unit busy --working-directory=${volume} sleep 900`);
		const first = await reset();
		expect(first.exit).toBe(1);
		expect(first.json.leftovers.map(({kind, name}) => [kind, name])).toEqual([
			['mount', volume],
			['folder', '/var/lib/k0s'],
		]);
		expect(first.stderr).toContain('target is busy');
		expect(await sh('cat /srv/own/keep')).toBe('mine\n');

		await sh('systemctl stop busy');
		const second = await reset();
		expect(second.exit, second.stderr).toBe(0);
		expect(second.json.leftovers).toEqual([]);
		expect(second.json.steps.at(-1)?.found).toMatch(/^nothing is left to remove; \d+ things stay$/);
		expect(await there('/var/lib/k0s')).toBe(false);
		expect(await sh('cat /srv/own/keep')).toBe('mine\n');
		const files = ['/etc/cni/net.d/87-podman-bridge.conflist', '/var/lib/cni/networks/podman/10.88.0.2'];
		for (const path of [
			...files,
			'/etc/rancher/k3s/k3s.yaml',
			'/opt/cni/bin/bridge',
			'/opt/cni/bin/mine',
			'/var/lib/docker',
		])
			expect(await there(path), path).toBe(true);
		expect(await there('/etc/cni/net.d/10-kuberouter.conflist')).toBe(false);
		expect(whyStays(second.json, '/etc/cni/net.d')).toBe('foreign');
		for (const name of ['/opt/cni/bin', '/var/lib/cni', '/var/log/containers', '/run/containerd'])
			expect(whyStays(second.json, name), name).toBe('shared');
		expect(second.json.kept.find(({kind}) => kind === 'chain')?.because).toContain('Kubernetes');
		await sh(
			'rm -r /usr/bin/podman /etc/rancher /var/lib/docker /etc/cni/net.d/87-podman-bridge.conflist /opt/cni/bin/mine',
		);
		await switches();
	});

	test('a data folder that is a mount point of its own is emptied, stays mounted, and is named', async () => {
		await sh('mkdir -p /var/lib/k0s; mount -t tmpfs data /var/lib/k0s');
		await install();
		const {exit, json, stderr} = await reset();
		expect(exit, stderr).toBe(0);
		expect(json.leftovers).toEqual([]);
		expect(whyStays(json, '/var/lib/k0s')).toBe('mount');
		expect(await sh('findmnt -no FSTYPE /var/lib/k0s; ls -A /var/lib/k0s')).toBe('tmpfs\n');
		await sh('umount /var/lib/k0s; rmdir /var/lib/k0s');
	});

	test('a data folder that is a link: the link goes, what it led to is emptied; with a person’s file in it it stays', async () => {
		await sh('mkdir -p /srv/data; ln -s /srv/data /var/lib/k0s');
		await install();
		const plain = await reset();
		expect(plain.exit, plain.stderr).toBe(0);
		expect(whyStays(plain.json, '/srv/data')).toBe('link');
		expect(await sh('ls -A /srv/data')).toBe('');
		expect(await there('/var/lib/k0s')).toBe(false);

		await sh('ln -s /srv/data /var/lib/k0s');
		await install();
		await sh('mkdir /srv/data/photos; echo mine > /srv/data/photos/one');
		await switches({resetFails: true});
		const mixed = await reset();
		expect(mixed.json.kept.find(({name}) => name === '/srv/data')).toMatchObject({
			why: 'foreign',
			because: expect.stringContaining('photos') as string,
		});
		expect(await sh('cat /srv/data/photos/one')).toBe('mine\n');
		await switches();
		await sh('rm -rf /srv/data /var/lib/k0s');
	});

	test('a kubelet’s folder outside the data folder goes with its volumes; with a person’s file in it it stays', async () => {
		const kubelet = async (extra: string) => {
			await install('--kubelet-root-dir=/srv/kubelet');
			await sh(
				`mkdir -p /srv/kubelet/pki /srv/kubelet/pods/u/volumes/v; mount --bind /srv/own /srv/kubelet/pods/u/volumes/v; ${extra}`,
			);
			return reset();
		};
		const own = await kubelet('');
		expect(own.exit, own.stderr).toBe(0);
		expect(await there('/srv/kubelet')).toBe(false);
		expect(await sh('cat /srv/own/keep')).toBe('mine\n');

		const mixed = await kubelet('echo mine > /srv/kubelet/notes');
		expect(whyStays(mixed.json, '/srv/kubelet')).toBe('foreign');
		expect(await sh('cat /srv/kubelet/notes /srv/own/keep')).toBe('mine\nmine\n');
	});
});
