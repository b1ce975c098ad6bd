import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import * as archive from '../../../source/command/archive.js';
import * as edit from '../../../source/command/edit.js';
import * as files from '../../../source/command/files.js';
import * as k0s from '../../../source/command/k0s.js';
import * as kubectl from '../../../source/command/kubectl.js';
import {unitPath} from '../../../source/command/k0s-paths.js';
import {backup} from '../../../source/commands/backup.js';
import {reset} from '../../../source/commands/reset.js';
import {restore} from '../../../source/commands/restore.js';
import {storageIn} from '../../../source/model/k0s-archive.js';
import {host, ownState, run, stepOf, type Switches} from './support.js';

let end: () => void;
beforeEach(() => {
	end = ownState();
});
afterEach(() => end());

const contentOf = async (runner: ReturnType<typeof host>, path: string): Promise<string | undefined> => {
	const {kind, stdout} = await runner.run(files.readFile(path));
	return kind === 'ok' ? stdout : undefined;
};

describe('backup on the simulated host', () => {
	test('one archive for root alone, read to its end; says what is in it and what is not', async () => {
		const runner = host('ready');
		const {exit, json, changed} = await run(backup, runner, '--json --out /srv/backups/');
		expect(exit).toBe(0);
		const file = String(json['file']);
		expect(file).toMatch(/^\/srv\/backups\/k0s_backup_.+\.tar\.gz$/);
		expect(json).toMatchObject({verdict: 'saved', notInIt: expect.arrayContaining(['volumes', 'service'])});
		const parts = json['contents'] as ReadonlyArray<{id: string; entries: number; bytes: number}>;
		expect(parts.find(({id}) => id === 'store')).toMatchObject({entries: 1});
		expect(parts.find(({id}) => id === 'keys')?.entries).toBeGreaterThan(10);
		expect((await runner.run(archive.stat(file))).stdout).toMatch(/^600 \d+\n$/);
		// The guide's host has no k0s.yaml, and k0s fails without one: it is there only while k0s packs it.
		expect(changed).toEqual([
			['install', '-d', '-m', '700', '--', '/srv/backups'],
			['tee', '--', '/etc/k0s/k0s.yaml'],
			['k0s', 'backup', '--save-path', '/srv/backups'],
			['rm', '-f', '--', '/etc/k0s/k0s.yaml'],
			['chmod', '600', '--', file],
			['sync', '--', file],
		]);
		expect(await contentOf(runner, '/etc/k0s/k0s.yaml')).toBeUndefined();
	});

	test('a person reads what it holds, that it is secret, and how to take it back', async () => {
		const {exit, out} = await run(backup, host('ready'), '');
		expect(exit).toBe(0);
		expect(out).toMatch(/^Saved: \/var\/lib\/k0s-tui\/k0s-backups\/k0s_backup_/);
		expect(out).toContain('Not in it:\n  data of volumes');
		expect(out).toContain('whoever can read it controls the cluster');
		expect(out).toContain('k0s-tui restore /var/lib/k0s-tui/k0s-backups/k0s_backup_');
	});

	test('without --yes it shows its commands, changes nothing and refuses', async () => {
		const {exit, out, changed} = await run(backup, host('ready'), '--out /srv', false);
		expect(exit).toBe(2);
		expect(changed).toEqual([]);
		expect(out).toContain('$ k0s backup --save-path /srv');
		// What the configuration would hold is part of what a person agrees to.
		expect(out).toContain("$ tee -- /etc/k0s/k0s.yaml <<'EOF'");
		expect(out).toContain('kind: ClusterConfig');
		expect(out).toContain('chmod 600 FILE');
	});

	test('a configuration that is there stays as it is', async () => {
		const runner = host('ready');
		const own =
			'apiVersion: k0s.k0sproject.io/v1beta1\nkind: ClusterConfig\nspec:\n  network:\n    provider: kuberouter\n';
		await runner.run(edit.writeFile('/etc/k0s/k0s.yaml', own));
		const {exit, changed} = await run(backup, runner, '--out /srv');
		expect(exit).toBe(0);
		expect(changed.some(argv => argv.includes('/etc/k0s/k0s.yaml'))).toBe(false);
		expect(await contentOf(runner, '/etc/k0s/k0s.yaml')).toBe(own);
	});

	test('no second archive is taken for the new one, and each run makes one', async () => {
		const runner = host('ready');
		const first = (await run(backup, runner, '--json --out /srv')).json['file'];
		await new Promise(resolve => setTimeout(resolve, 1100));
		const {json} = await run(backup, runner, '--json --out /srv');
		expect(json['file']).not.toBe(first);
	});

	test.each([
		['fails', 'backup', 'failed to create backup on step `etcd`'],
		['empty', 'seal', 'is not whole: no etcd-snapshot.db / kine-state-backup.db in it'],
		['cut', 'seal', 'cannot be read'],
	] as const)('a backup that %s is no backup: step %s says so', async (fault, step, words) => {
		const runner = host('ready', {backup: fault});
		const {exit, json, err} = await run(backup, runner, '--json --out /srv');
		expect(exit).toBe(1);
		expect(json).toMatchObject({verdict: 'failed'});
		expect(json).toHaveProperty('error.message');
		expect(stepOf(json, step)?.found).toContain(words);
		expect(err).toContain(`${step}:`);
		// Nothing of ours is left where k0s looks for its configuration.
		expect(await contentOf(runner, '/etc/k0s/k0s.yaml')).toBeUndefined();
	});

	test('a stopped k0s, and none at all, are said before anything changes', async () => {
		const runner = host('ready');
		await runner.run(k0s.stop());
		const stopped = await run(backup, runner, '--json --out /srv');
		expect(stopped).toMatchObject({exit: 1, changed: []});
		expect(stepOf(stopped.json, 'controller')).toMatchObject({
			state: 'blocked',
			found: expect.stringContaining('not run'),
		});
	});
});

describe('restore on the simulated host', () => {
	test('never over a cluster that is there; after a reset all objects are back', async () => {
		const runner = host('ready');
		const kept = {namespace: 'default', name: 'kept', image: 'docker.io/library/httpd:latest', port: 80};
		await runner.run(kubectl.createDeployment(kept, {}));
		const {json} = await run(backup, runner, '--json --out /srv');
		const file = String(json['file']);

		const over = await run(restore, runner, `${file} --json`);
		expect(over).toMatchObject({exit: 1, changed: []});
		expect(stepOf(over.json, 'vacant')).toMatchObject({state: 'blocked', found: 'k0s is running on this host'});
		await runner.run(k0s.stop());
		const beside = await run(restore, runner, `${file} --json`);
		expect(beside).toMatchObject({exit: 1, changed: []});
		expect(stepOf(beside.json, 'vacant')?.found).toContain('already holds a cluster');

		expect((await run(reset, runner, '')).exit).toBe(0);
		const {exit, changed, out} = await run(restore, runner, file);
		expect(out).toContain('Restored and healthy');
		expect(exit).toBe(0);
		expect(changed).toContainEqual(['k0s', 'restore', '--config-out', '/etc/k0s/k0s.yaml', file]);
		expect(await contentOf(runner, '/etc/k0s/k0s.yaml')).toContain('kind: ClusterConfig');
		expect((await runner.run(kubectl.all())).stdout).toContain('"kept"');
	});

	test('on a fresh server it installs k0s first', async () => {
		const first = host('ready');
		const {json} = await run(backup, first, '--json --out /srv');
		const file = String(json['file']);
		const content = (await contentOf(first, file)) ?? '';
		end();
		end = ownState();
		const runner = host('fresh');
		await runner.run(edit.writeFile('/root/saved.tar.gz', content));
		const {exit, json: done} = await run(restore, runner, '/root/saved.tar.gz --json');
		expect(exit).toBe(0);
		expect(done).toMatchObject({verdict: 'healthy', file: '/root/saved.tar.gz'});
		expect((done['steps'] as Array<{id: string; state: string}>).map(({id}) => id)).toEqual([
			...['privilege', 'archive', 'vacant', 'preflight', 'download', 'place', 'restore', 'install', 'start', 'healthy'],
		]);
	});

	test.each([
		['/root/none.tar.gz', undefined, 'there is no /root/none.tar.gz'],
		['/root/list.txt', 'milk, bread', 'cannot be read'],
	])('%s is no backup, and nothing begins', async (path, content, words) => {
		const runner = host('fresh');
		if (content !== undefined) await runner.run(edit.writeFile(path, content));
		const {exit, json, changed} = await run(restore, runner, `${path} --json`);
		expect({exit, changed}).toEqual({exit: 1, changed: []});
		expect(stepOf(json, 'archive')?.found).toContain(words);
	});

	test('one that ends in the middle is taken back, since nothing was there before', async () => {
		const faults: Switches = {};
		const runner = host('ready', faults);
		const {json} = await run(backup, runner, '--json --out /srv');
		const file = String(json['file']);
		await run(reset, runner, '');
		faults.restore = 'fails';
		const {exit, json: ended} = await run(restore, runner, `${file} --json`);
		expect(exit).toBe(1);
		expect(ended).toMatchObject({verdict: 'failed', error: {hint: expect.stringContaining('was removed again')}});
		expect(stepOf(ended, 'install')?.state).toBe('todo');
		expect((await runner.run(files.existing(['/var/lib/k0s/etcd', '/var/lib/k0s/pki']))).stdout).toBe('');
		delete faults.restore;
		expect((await run(restore, runner, file)).exit).toBe(0);
	});

	test('a run that was cut off after the data was written goes on with it', async () => {
		const faults: Switches = {};
		const runner = host('ready', faults);
		const {json} = await run(backup, runner, '--json --out /srv');
		const file = String(json['file']);
		await run(reset, runner, '');
		faults.startCrash = 'not today';
		const first = await run(restore, runner, `${file} --json --healthy-wait 10`);
		expect(first.exit).toBe(1);
		delete faults.startCrash;
		await runner.run(k0s.stop());
		const second = await run(restore, runner, `${file} --json`);
		expect(stepOf(second.json, 'vacant')).toMatchObject({
			state: 'done',
			found: expect.stringContaining('an earlier run'),
		});
		expect(second.exit).toBe(0);
	});

	test('--single keeps its kine: the configuration in the archive says so', async () => {
		const runner = host('ready');
		await runner.run(edit.replaceLine(unitPath, 'ExecStart=', 'ExecStart=/usr/local/bin/k0s controller --single=true'));
		const {json} = await run(backup, runner, '--json --out /srv');
		const parts = json['contents'] as ReadonlyArray<{id: string; entries: number}>;
		expect(parts.find(({id}) => id === 'store')?.entries).toBe(1);
		const config = (await runner.run(archive.config(String(json['file'])))).stdout;
		expect(storageIn(config)).toBe('kine');
	});
});
