import {spawn} from 'node:child_process';
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import {shown, type Command} from '../../source/command/command.js';
import * as firewallCmd from '../../source/command/firewall-cmd.js';
import {guardScript} from '../../source/command/guard.js';
import {trialActions} from '../../source/install/trial.js';
import {plainIds} from '../support/plain-ids.js';
import {startFirewallHost, type FirewallHost} from '../support/firewall-host.js';
import {whyNoTestHost} from '../support/test-host.js';

const without = whyNoTestHost();
const title = `the guard on a real host${without === undefined ? '' : `: ${without}`}`;
let on: FirewallHost;
const shell = async (script: string): Promise<string> => on.host.must(['sh', '-c', script]);

/** The commands of a trial that takes SSH away: no plan of ours would, and the guard must not care. */
async function harmful(seconds: number, systemd: boolean): Promise<readonly Command[]> {
	const {trials} = await on.look();
	if (!trials.known) throw new Error('the trials could not be read');
	return trialActions({
		changes: [{kind: 'service', zone: 'public', value: 'ssh', remove: true}],
		commands: [firewallCmd.removeService('public', 'ssh', false)],
		before: await on.zones(),
		trials: {...trials.value, systemd},
		needsLogin: true,
		wait: seconds,
		verified: () => undefined,
		text: plainIds,
	})
		.map(({command}) => command)
		.filter(({changes}) => changes);
}

/** As a script that is run from a login of its own; says when the guard is armed and when all is applied. */
function typed(commands: readonly Command[]): string {
	const armed = commands.findIndex(({why}) => why === 'guard-arm');
	const lines = commands.map(({argv, input}) =>
		input === undefined ? shown(argv) : `${shown(argv)} <<'END' >/dev/null\n${input}END`,
	);
	const said = ['echo armed', ...lines.slice(armed + 1), 'echo applied', 'sleep 100'];
	return `set -e\necho pid $$\n${[...lines.slice(0, armed + 1), ...said].join('\n')}\n`;
}

describe.skipIf(without !== undefined)(title, () => {
	beforeAll(async () => {
		on = await startFirewallHost('guard');
	});
	afterAll(() => {
		on?.down();
	});
	afterEach(async () => {
		await on.host.must(['firewall-cmd', '--reload']);
	});

	test.each([true, false])(
		'with the program, its terminal and its login killed SSH is back within timer + 5 s (systemd: %s)',
		async systemd => {
			const seconds = 4;
			const before = await on.zones();
			const path = `/root/trial-${systemd}.sh`;
			await on.host.must(['tee', path], {input: typed(await harmful(seconds, systemd))});
			const [file = '', ...parameters] = on.host.ssh('root');
			const login = spawn(file, [...parameters, 'sh', path], {stdio: ['pipe', 'pipe', 'inherit']});
			let printed = '';
			let armedAt = 0;
			await new Promise<void>((resolve, reject) => {
				login.stdout.on('data', (data: Buffer) => {
					printed += data.toString();
					if (armedAt === 0 && printed.includes('armed')) armedAt = performance.now();
					if (printed.includes('applied')) resolve();
				});
				login.on('close', () => reject(new Error(`the login ended: ${printed}`)));
			});
			const pid = /pid (\d+)/.exec(printed)?.[1] ?? '';
			await shell(`kill -9 $(ps -o pid= --sid $(ps -o sid= -p ${pid}))`);
			login.kill('SIGKILL');
			expect((await on.host.exec(['ps', '-p', pid])).exit).toBe(1);
			expect([...(await on.open([22]))]).toEqual([]);
			let back = 0;
			while (back === 0 && performance.now() - armedAt < (seconds + 20) * 1000) {
				if ((await on.open([22], ['192.168.122.1'])).size === 1) back = performance.now() - armedAt;
			}

			expect(back).toBeGreaterThan((seconds - 1) * 1000);
			expect(back).toBeLessThan((seconds + 5) * 1000);
			await on.host.until(['sh', '-c', 'ls -d /var/lib/k0s-tui/runs/*/decided/rolled-back'], 5000);
			expect(await on.zones()).toEqual(before);
			const {trials} = await on.look();
			expect(trials).toMatchObject({value: {last: {decided: 'rolled-back', waits: false}}});
			const confirmed = await on.host.tui(['confirm', '--json']);
			expect(confirmed.exit).toBe(1);
			expect(JSON.parse(confirmed.stdout)).toMatchObject({kept: false, error: {code: 'rolled-back'}});
			expect((await on.host.login('root', ['echo', 'in'])).stdout).toContain('in');
		},
	);

	test('of a confirmation and the timer at the same moment exactly one wins', async () => {
		await on.host.must(['tee', '/root/guard.sh'], {input: guardScript});
		const race = `
			for turn in $(seq 150); do
				run=/root/race/$turn
				mkdir -p $run
				(sh /root/guard.sh 0 $run) &
				(mkdir -m 700 -- $run/decided 2>/dev/null && mkdir $run/decided/kept) &
				wait
				ls $run/decided
			done`;
		const won = (await shell(race)).trim().split('\n');
		expect(won).toHaveLength(150);
		expect(won.filter(each => each !== 'kept' && each !== 'rolled-back')).toEqual([]);
	});

	test('what cannot be taken back exactly is reloaded, but never over rules of Kubernetes', async () => {
		await on.host.must(['tee', '/root/guard.sh'], {input: guardScript});
		const run = async (name: string): Promise<string> => {
			await shell(`mkdir -p /root/${name}; firewall-cmd --zone=public --add-port=7777/tcp`);
			await on.host.must(['sh', '/root/guard.sh', '0', `/root/${name}`, '--zone=nowhere', '--remove-port=7777/tcp']);
			return shell(`ls /root/${name}/decided; cat /root/${name}/guard.log; firewall-cmd --list-ports`);
		};
		const reloaded = await run('plain');
		expect(reloaded).toMatch(/^rolled-back\n/);
		expect(reloaded).not.toMatch(/7777\/tcp\n$/);
		await shell('nft add table ip nat; nft add chain ip nat KUBE-SERVICES');
		const kept = await run('kube');
		await shell('nft delete chain ip nat KUBE-SERVICES');
		expect(kept).toMatch(/^failed\n/);
		expect(kept).toContain('no reload');
		expect(kept).toMatch(/7777\/tcp\n$/);
	});
});
