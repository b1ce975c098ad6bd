import {describe, expect, it} from 'vitest';
import {shownFor} from './guide.js';
import {server, type Server} from './support.js';

/** The guide's demo: created, exposed, answering, and gone again. */

async function deployed(): Promise<Server> {
	const one = server('ready');
	expect(await one.out('k0s kubectl create deployment demo --image=httpd --port=80')).toBe(
		'deployment.apps/demo created\n',
	);
	return one;
}

describe('the demo', () => {
	it('is the pod, service and page of the guide', async () => {
		const one = await deployed();
		expect(await one.out('k0s kubectl get pods')).toMatch(/demo-68c6d5bdd8-tvplj +0\/1 +(Pending|ContainerCreating)/);
		one.clock.advance(10_000);
		expect(await one.out('k0s kubectl get pods -o wide')).toMatch(
			/demo-68c6d5bdd8-tvplj +1\/1 +Running +0 +10s +10\.244\.0\.6 +centos10\.home\.local/,
		);
		expect(await one.out('k0s kubectl expose deployment demo --type=NodePort')).toBe('service/demo exposed\n');
		expect(await one.out('k0s kubectl get service')).toMatch(/demo +NodePort +10\.109\.65\.191 +<none> +80:30094\/TCP/);
		expect(await one.out('curl http://127.0.0.1:30094')).toBe(shownFor('curl http://127.0.0.1:30094'));
	});

	it('has a namespace, containers and the chains that kube-proxy would name', async () => {
		const one = await deployed();
		one.clock.advance(10_000);
		await one.out('k0s kubectl expose deployment demo --type=NodePort');
		expect((await one.out('ip netns')).split('\n').filter(line => line !== '')).toHaveLength(4);
		expect(await one.out('ip -j -d -s addr show')).toContain('"ifindex":9,"link_index":2');
		expect(await one.out('k0s ctr container list')).toContain('docker.io/library/httpd:latest');
		expect(await one.out('k0s ctr image list')).toContain('docker.io/library/httpd:latest');
		const rules = await one.out('iptables-save -c');
		for (const rule of [
			'-A KUBE-NODEPORTS -p tcp -m comment --comment "default/demo" -m tcp --dport 30094 -j KUBE-EXT-73JNOU5FOFXIWZLE',
			'-A KUBE-SVC-73JNOU5FOFXIWZLE -m comment --comment "default/demo -> 10.244.0.6:80" -j KUBE-SEP-4BM33MODP4BKIE3G',
			'-A KUBE-SEP-4BM33MODP4BKIE3G -p tcp -m comment --comment "default/demo" -m tcp -j DNAT --to-destination 10.244.0.6:80',
		]) {
			expect(rules).toContain(rule);
		}
	});

	it('a request counts in the rules that it passed', async () => {
		const one = await deployed();
		one.clock.advance(10_000);
		await one.out('k0s kubectl expose deployment demo --type=NodePort');
		const dnat = async (): Promise<string | undefined> =>
			/^\[(\d+:\d+)\] -A KUBE-SEP-4BM33MODP4BKIE3G .* -j DNAT/m.exec(await one.out('iptables-save -c'))?.[1];
		expect(await dnat()).toBe('0:0');
		await one.out('curl -sS http://192.168.122.161:30094');
		await one.out('curl -sS http://10.109.65.191');
		expect(await dnat()).toBe('2:120');
	});

	it('a service without a ready pod refuses, and has a rule that says so', async () => {
		const one = await deployed();
		await one.out('k0s kubectl expose deployment demo --type=NodePort');
		expect((await one.run('curl -sS http://127.0.0.1:30094')).exit).toBe(7);
		expect(await one.out('iptables-save -c')).toContain('"default/demo has no endpoints"');
	});

	it('deleting takes all of it away again', async () => {
		const one = await deployed();
		one.clock.advance(10_000);
		await one.out('k0s kubectl expose deployment demo --type=NodePort');
		await one.out('k0s kubectl delete service demo');
		await one.out('k0s kubectl delete deployment demo');
		expect(await one.out('k0s kubectl get pods')).toContain('Terminating');
		one.clock.advance(5000);
		expect((await one.run('k0s kubectl get pods')).stderr).toBe('No resources found in default namespace.\n');
		const ready = server('ready');
		for (const line of ['ip netns', 'ip -d link show', 'k0s ctr container list']) {
			expect([line, await one.out(line)]).toEqual([line, await ready.out(line)]);
		}

		expect((await one.out('nft list ruleset ip')).match(/^\tchain /gm)).toHaveLength(41);
		expect((await one.run('curl -sS http://127.0.0.1:30094')).exit).toBe(7);
	});

	it('a second one gets other names and works too', async () => {
		const one = await deployed();
		one.clock.advance(10_000);
		await one.out('k0s kubectl delete deployment demo');
		one.clock.advance(5000);
		await one.out('k0s kubectl create deployment demo --image=httpd --port=80');
		await one.out('k0s kubectl expose deployment demo --type=NodePort');
		one.clock.advance(10_000);
		const pods = await one.out('k0s kubectl get pods -o wide');
		expect(pods).not.toContain('tvplj');
		expect(pods).toContain('10.244.0.7');
		const port = /80:(\d+)\/TCP/.exec(await one.out('k0s kubectl get service demo'))?.[1];
		expect(await one.out(`curl -sS http://127.0.0.1:${port}`)).toContain('It works!');
	});

	it('is found by a label, and labels can be set', async () => {
		const one = await deployed();
		expect(await one.out('k0s kubectl label deployment demo k0s-tui=demo -n default')).toBe(
			'deployment.apps/demo labeled\n',
		);
		const found = (await one.json('k0s kubectl get deployments -n default -l k0s-tui=demo -o json')) as {
			items: unknown[];
		};
		expect(found.items).toHaveLength(1);
		const none = (await one.json('k0s kubectl get deployments -n default -l k0s-tui=other -o json')) as {
			items: unknown[];
		};
		expect(none.items).toHaveLength(0);
	});
});
