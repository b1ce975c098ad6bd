import {describe, expect, test} from 'vitest';
import {createRecordedHost} from '../../source/host/recorded.js';
import {createRunner} from '../../source/host/runner.js';
import {createClock} from '../../source/engine/clock.js';
import {createMemoryJournal} from '../../source/engine/journal.js';
import {createInstallSession} from '../../source/install/session.js';
import {defaultAnswers} from '../../source/install/answers.js';
import {html} from '../../source/report/html.js';
import {markdown} from '../../source/report/markdown.js';
import {createDemoSession, demoOrder} from '../../source/smoke/session.js';
import {defaultDemo} from '../../source/smoke/answers.js';
import {guideCommands, seedRecording} from '../support/seed-recording.js';
import {fakeRunner} from '../support/fake-runner.js';
import {sample} from '../support/packet-filter.js';
import {journalWith, ran, reportWith, simulated, text, verdict} from './report-facts.js';

/** The simulated host, installed as the guide does it and tested, with all that was run. */
async function guided() {
	const runner = simulated('fresh');
	const journal = createMemoryJournal();
	const clock = createClock(500);
	const answers = {...defaultAnswers, profile: 'article', hostname: 'centos10.home.local'} as const;
	const session = createInstallSession({runner, journal, clock, text, answers});
	await session.refresh();
	await session.run(session.get().steps.map(({id}) => id));
	const demo = createDemoSession({runner, journal, clock, text, answers: defaultDemo});
	await demo.refresh();
	const {rungs, approved} = demoOrder(defaultDemo);
	await demo.run(rungs, approved);
	const executed = runner.log.get().flatMap(({changes, argv}) => (changes ? [argv.join(' ')] : []));
	return {report: await reportWith(runner, journal), executed};
}

const fences = (written: string, language: string): readonly string[] =>
	[...written.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, body = '']) => body);

describe('the runbook of a host that was installed as the guide does it', async () => {
	const {report, executed} = await guided();
	const written = markdown(report, text);
	const told = fences(written, 'sh').flatMap(body => body.split('\n'));

	test('has the chapters of the guide in its order', () => {
		expect(report.chapters.map(({id}) => id)).toEqual([
			...['preparation', 'hostname', 'firewall', 'install', 'start', 'status', 'resources', 'containers'],
			...['namespaces', 'links', 'rules', 'services', 'demo', 'undo'],
		]);
		expect(written).toMatch(/^# k0s on centos10\.home\.local$/m);
	});

	test('tells every command that changed the host exactly as it ran, in the order in which it ran', () => {
		const ranHere = report.chapters.flatMap(({blocks}) =>
			blocks.flatMap(block => (block.kind === 'ran' ? block.rans : [])),
		);
		expect(ranHere.filter(({changes}) => changes).map(({argv}) => argv.join(' '))).toEqual(executed);
		expect(executed.length).toBeGreaterThan(30);
		expect(ranHere.every(({state, exit, why}) => state === 'ok' && exit === 0 && why in text.why)).toBe(true);
	});

	test("holds the guide's own commands", () => {
		const asked = guideCommands().map(({line}) => line);
		for (const line of [
			'hostnamectl set-hostname centos10.home.local',
			'firewall-cmd --set-default-zone trusted',
			'firewall-cmd --permanent --zone=public --change-interface=enp1s0',
			'firewall-cmd --permanent --zone=public --add-port=10250/tcp',
			'firewall-cmd --permanent --zone=public --add-source=10.244.0.0/16',
			'firewall-cmd --permanent --zone=public --add-masquerade',
			'firewall-cmd --reload',
			'k0s install controller --enable-worker --no-taints',
			'k0s start',
			'k0s kubectl get nodes',
			'ip netns',
			'ip -d link show',
			'ip addr show',
			'ip route show',
			'ip netns exec cni-530e938a-559b-d548-18d2-4a6989c466a8 ip route show',
			'ip netns pids cni-7abaad58-8ee0-6e49-8a25-c72c6db0f2d1',
			'nft list ruleset ip',
			'k0s kubectl get all --all-namespaces -o wide',
			'k0s ctr container list',
			'k0s ctr task list',
			'k0s ctr image list',
		]) {
			expect(asked).toContain(line);
			expect(told).toContain(line);
		}
	});

	test('shows outputs, the facts of today, the map, the paths of services, and what takes it back', () => {
		for (const part of [
			'Sets the host name: the node is named after it.\n\n```sh\nhostnamectl set-hostname centos10.home.local\n```\n\nexit 0 · ',
			'<html><body><h1>It works!</h1></body></html>',
			'ExecStart=/usr/local/bin/k0s controller --enable-worker=true --no-taints=true',
			'Verdict: healthy.',
			'kube-system  coredns-7656c59669-8wwxq         1/1    Running',
			'  +-- enp1s0  192.168.122.161/24  to 192.168.122.1\n',
			'  |     +-- vethafa19b66  ---  eth0  10.244.0.3/24  kube-system/coredns-7656c59669-8wwxq  (cni-7abaad58-',
			'vethafa19b66 (6)  kube-bridge  eth0 (2)   cni-7abaad58-8ee0-6e49-8a25-c72c6db0f2d1',
			'3 tables, 41 chains, 112 rules',
			'KUBE-SVC-ERIFXISQEP7F7OF4  2                               kube-system/kube-dns:dns-tcp',
			'kube-system/kube-dns:dns          10.96.0.10:53/udp     KUBE-SVC-TCOU7JCQXEZGVUNU  10.244.0.3:53',
			'KUBE-SVC-NPX46M4PTMTKRN6Y  192.168.122.161:6443  100 %  -\n',
		]) {
			expect(written).toContain(part);
		}

		const undo = written.slice(written.indexOf('## How to undo it'));
		const order = ['k0s stop', 'k0s reset', 'rm -f -- /usr/local/bin/k0s', '--remove-masquerade', 'set-hostname'];
		const places = order.map(each => undo.indexOf(each));
		expect(places).not.toContain(-1);
		expect(places).toEqual(places.toSorted((a, b) => a - b));
	});

	test('is one HTML file that parses, with no script and nothing to fetch', () => {
		const page = html(report, text);
		expect(unbalanced(page)).toEqual([]);
		expect(page).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|(?:src|href)="(?!#)/i);
		expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
		for (const {id, title} of report.chapters) {
			expect(page).toContain(`<section id="${id}">\n<h2>${title}</h2>`);
			expect(page).toContain(`<a href="#${id}">${title}</a>`);
		}

		expect(page).toContain('<pre class="sh">hostnamectl set-hostname centos10.home.local</pre>');
		expect(page).toContain('&lt;h1&gt;It works!&lt;/h1&gt;');
	});
});

/** Tags that are closed by nothing, or close nothing. */
function unbalanced(page: string): readonly string[] {
	const open: string[] = [];
	const wrong: string[] = [];
	for (const [, end, tag = ''] of page.matchAll(/<(\/?)([a-z]\w*)(?:\s[^<>]*)?>/g)) {
		if (tag === 'meta') continue;
		if (end === '') open.push(tag);
		else if (open.at(-1) === tag) open.pop();
		else wrong.push(`/${tag}`);
	}

	return [...wrong, ...open];
}

describe('what a report does not know it says', () => {
	test("the guide's host from its recording: facts of its text, no journal, and that it is a recording", async () => {
		const runner = createRunner(createRecordedHost(seedRecording()));
		const written = markdown(await reportWith(runner), text);
		expect(written).toContain('This is a recorded host');
		expect(written).toContain('> A recording does not contain the journal.');
		expect(written).toContain('verdict      unknown');
		expect(written).toContain('KUBE-SVC-NPX46M4PTMTKRN6Y  2                               default/kubernetes:https');
		expect(written).toContain('--- eth0'.replace(' ', '  '));
	});

	test('a host that answers nothing', async () => {
		const silent = fakeRunner(() => ({kind: 'not-found', exit: null}));
		const report = await reportWith(silent);
		const written = markdown(report, text);
		expect(written).toMatch(/^# k0s on this host$/m);
		expect(written).toContain('host        unknown');
		const unknown = (id: string) =>
			report.chapters.find(chapter => chapter.id === id)?.blocks.some(({kind}) => kind === 'unknown');
		expect([unknown('namespaces'), unknown('links'), unknown('rules'), unknown('services')]).toEqual([
			true,
			true,
			true,
			true,
		]);
		expect(written).not.toContain('No network namespaces');
		expect(written).not.toContain('No packet rules');
	});

	test('a pod behind an endpoint that nothing names is not known; the API server is no pod', async () => {
		const rules = sample('iptables', 'seed.txt').replaceAll(/ -m comment --comment "(?:[^"\\]|\\.)*"/g, '');
		const runner = fakeRunner(argv => {
			if (argv === 'nft -j list chains') return sample('nft', 'full-chains.json');
			return argv.startsWith('iptables') && argv.includes('save') ? rules : undefined;
		});
		const written = markdown(await reportWith(runner), text);
		expect(written).toMatch(/10\.244\.0\.5:10250 +100 % +\?$/m);
		expect(written).toMatch(/^unknown service +10\.98\.223\.45:443\/tcp/m);
	});

	test('a host without k0s: nothing ran, nothing to undo, no service', async () => {
		const written = markdown(await reportWith(simulated('fresh')), text);
		expect(written).toContain('k0s         not installed');
		expect(written).toContain('> Pods: unknown: not installed.');
		expect(written).toContain('k0s-tui ran nothing here on this host.');
		expect(written).toContain('Nothing is left to undo');
		expect(written).toContain('No network namespaces: pods get theirs when k0s runs.');
	});

	test('a journal that may not be read, and one that was edited', async () => {
		const denied = Object.assign(new Error('EACCES: permission denied'), {code: 'EACCES'});
		const closed = {
			append: () => Promise.reject(denied),
			read: () => Promise.reject(denied),
		};
		expect(markdown(await reportWith(simulated('ready'), closed), text)).toContain(
			'> The journal could not be read: needs root',
		);
		const journal = await journalWith({ev: 'plan', after: []}, verdict('hostname', 'done', 'kept'));
		const edited = {...journal, read: async () => ({...(await journal.read()), brokenAt: 2})};
		expect(markdown(await reportWith(simulated('ready'), edited), text)).toContain(
			'The journal cannot be trusted from record 2 on',
		);
	});
});

describe('steps that did not go well', () => {
	const set = ['hostnamectl', 'set-hostname', 'a'];
	const plan = {ev: 'plan', before: {undo: [['hostnamectl', 'set-hostname', 'old']]}, after: [set]} as const;

	test('a failed one, with its exit code, its last words and what was found; a later attempt after it', async () => {
		const journal = await journalWith(
			plan,
			...ran('hostname', set, {exit: 1, stdout: 'Could not set property: Access denied'}),
			verdict('hostname', 'failed', 'exit 1'),
			{...plan, run: 'install-2'},
			...ran('hostname', set).map(entry => ({...entry, run: 'install-2'})),
			{...verdict('hostname', 'done', 'set'), run: 'install-2'},
		);
		const written = markdown(await reportWith(simulated('ready'), journal), text);
		const chapter = written.slice(written.indexOf('## Host name'), written.indexOf('## Firewall'));
		expect(chapter).toContain('### Host name (2026-01-02 03:04:05 UTC, by ada)');
		expect(chapter).toContain(
			'exit 1 · 12 ms · 2026-01-02 03:04:05 UTC\n\n```text\nCould not set property: Access denied\n```',
		);
		expect(chapter.indexOf('Failed: exit 1')).toBeLessThan(chapter.indexOf('Done: set'));
	});

	test('one that was taken back is told as such, and is not to be taken back again', async () => {
		const back = {step: 'hostname', ev: 'undo-end', after: {state: 'undone', found: 'one command'}} as const;
		const journal = await journalWith(
			plan,
			...ran('hostname', set),
			verdict('hostname', 'done', 'set'),
			{step: 'hostname', ev: 'undo-begin', after: [['hostnamectl', 'set-hostname', 'old']]},
			...ran('hostname', ['hostnamectl', 'set-hostname', 'old'], {exit: 0, why: 'take-back'}),
			back,
		);
		const written = markdown(await reportWith(simulated('ready'), journal), text);
		expect(written).toContain('This was undone later.');
		expect(written).toContain('### Host name: undone (2026-01-02');
		expect(written).toContain('Nothing is left to undo');
	});

	test('one that was cut off has no end, and one of an older journal no reason and no output', async () => {
		const journal = await journalWith(
			plan,
			{step: 'hostname', ev: 'begin', argv: set},
			{step: 'hostname', ev: 'end', argv: set, exit: 0, ms: 3, after: {kind: 'ok'}},
			{step: 'hostname', ev: 'begin', argv: ['hostnamectl']},
		);
		const written = markdown(await reportWith(simulated('ready'), journal), text);
		expect(written).toContain(
			'```sh\nhostnamectl set-hostname a\n```\n\nexit 0 · 3 ms · 2026-01-02 03:04:05 UTC\n\nIts output was not kept.',
		);
		expect(written).toContain('```sh\nhostnamectl\n```\n\nits end was not recorded');
		expect(written).toContain('Started; its end was not recorded.');
	});

	test('after a reset nothing of what was done is left to take back, but the name', async () => {
		const journal = await journalWith(
			plan,
			...ran('hostname', set),
			verdict('hostname', 'done', 'set'),
			{step: 'start', ev: 'plan', before: {undo: [['k0s', 'stop']]}, after: [['k0s', 'start']]},
			...ran('start', ['k0s', 'start'], {exit: 0, why: 'k0s-start'}),
			verdict('start', 'done', 'active'),
			{run: 'reset-1', step: 'leftovers', ev: 'plan', before: {undo: []}, after: []},
			{...verdict('leftovers', 'done', 'nothing left'), run: 'reset-1'},
		);
		const report = await reportWith(simulated('fresh'), journal);
		const rans = report.chapters.flatMap(({blocks}) => blocks.flatMap(each => (each.kind === 'ran' ? each.rans : [])));
		expect(rans.map(({argv, undone}) => [argv.join(' '), undone])).toEqual([
			['hostnamectl set-hostname a', false],
			['k0s start', true],
		]);
	});
});
