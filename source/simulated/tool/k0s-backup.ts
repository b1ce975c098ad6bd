import {controlPlane} from '../cluster/view.js';
import {file, folder} from '../file-entry.js';
import {childrenOf, entryAt} from '../files.js';
import {archiveName, archiveOf, readAsArchive, unpack} from '../k0s-archive.js';
import {fail, ok, parseArguments, type Call, type Result} from './tool.js';

/** `k0s backup` and `k0s restore`, in the order in which k0s 1.34 looks at things (cmd/backup, cmd/restore, pkg/backup). */

const error = (message: string): Result => fail(1, `Error: ${message}`);

export async function backup(call: Call, rest: readonly string[]): Promise<Result> {
	const {options} = parseArguments(rest, ['--save-path', '--data-dir', '--status-socket']);
	const path = options.get('--save-path') ?? '';
	const moment = call.moment();
	const isFolder = entryAt(moment, path)?.type === 'folder' || childrenOf(moment, path).length > 0;
	if (!isFolder) return error(`the save-path directory (${path}) does not exist`);
	if (controlPlane(moment) !== 'up') {
		const dial = 'dial unix /run/k0s/status.sock: connect: no such file or directory';
		return error(
			`unable to detect cluster status status: can't get "status" via "/run/k0s/status.sock": Get "http://localhost/status": ${dial}`,
		);
	}

	if (moment.faults.backup === 'fails') {
		return error('failed to create backup on step `etcd`: context deadline exceeded');
	}

	await call.sleep(2500);
	const now = call.moment();
	const name = archiveName(now.now);
	const archive = archiveOf(now);
	if ('error' in archive) {
		return error(
			`failed to create archive \`${name}\`: error creating archive: failed to add file to backup archive: ${archive.error}`,
		);
	}

	const text = JSON.stringify(
		now.faults.backup === 'empty'
			? {...archive, entries: archive.entries.filter(([each]) => !each.endsWith('.db'))}
			: archive,
	);
	now.state.files[`${path}/${name}`] = file(now.faults.backup === 'cut' ? text.slice(1) : text, 0o644, now.now);
	return ok();
}

export async function restore(call: Call, rest: readonly string[]): Promise<Result> {
	const {options, words} = parseArguments(rest, ['--config-out', '--data-dir', '--status-socket']);
	const [path = ''] = words;
	const {state, faults} = call.moment();
	if (state.k0s.startedAt !== null) {
		return fail(1, 'level=fatal msg="k0s seems to be running! k0s must be down during the restore operation."');
	}

	const entry = entryAt(call.moment(), path);
	if (entry === undefined) return error(`given file ${path} does not exist`);
	const archive = readAsArchive(entry.text);
	if (archive === undefined) return error(`failed to unpack backup archive \`${path}\`: gzip: invalid header`);
	await call.sleep(1500);
	const now = call.moment();
	now.state.files['/var/lib/k0s'] ??= folder(0o755, now.now);
	if (childrenOf(now, '/var/lib/k0s/etcd').length > 0) {
		return error('failed to restore on step `etcd`: data-dir "/var/lib/k0s/etcd" not empty or could not be read');
	}

	if (faults.restore === 'fails') {
		now.state.files['/var/lib/k0s/etcd/member/wal/0.tmp'] = file('', 0o600, now.now);
		return error('failed to restore on step `etcd`: expected sha256 [1 2], got [3 4]');
	}

	unpack(now.state, archive, options.get('--config-out') ?? `/k0s_restored.yaml`, now.now);
	return ok();
}
