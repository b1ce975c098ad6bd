import type {Info} from './info-lines.js';
import process from 'node:process';
import * as k0s from '../command/k0s.js';
import * as system from '../command/system.js';
import * as systemd from '../command/systemd.js';
import {readK0sVersion} from '../read/k0s/version.js';
import {readUnit} from '../read/systemctl-show.js';
import {readToolVersion} from '../read/tool-version.js';
import {readIdentity} from '../store/identity.js';
import type {HeadlessCommand, Invocation} from './headless.js';
import {infoLines} from './info-lines.js';
import {pathsOf, terminalOf} from './own.js';

/** `info`: versions, paths, terminal, privileges, tools: what a bug report needs. Always exit 0. */
export const info: HeadlessCommand = {
	name: 'info',
	options: {},
	positionals: {min: 0, max: 0, name: ''},
	changes: false,
	async run(invocation) {
		const found = await readInfo(invocation);
		return {exit: 0, json: found, lines: infoLines(found, invocation.text)};
	},
};

async function readInfo({runner, settings, signal}: Invocation): Promise<Info> {
	const ask = {signal};
	const [identity, id, sudo, tag, unit, tools] = await Promise.all([
		readIdentity(runner),
		runner.run(system.userId(), ask),
		runner.run(system.sudoWithoutPassword(), ask),
		runner.run(k0s.version(), ask).then(readK0sVersion),
		runner.run(systemd.showUnit('k0scontroller'), ask).then(readUnit),
		Promise.all(system.toolVersions().map(async command => toolOf(await runner.run(command, ask)))),
	]);
	const uid = id.kind === 'ok' && /^\d+$/.test(id.stdout.trim()) ? Number(id.stdout.trim()) : null;
	const installed = tag.known ? true : tag.unknown.reason === 'not-installed' ? false : null;
	return {
		versions: {
			'k0s-tui': typeof K0S_TUI_VERSION === 'undefined' ? '0.0.0-development' : K0S_TUI_VERSION,
			node: process.versions.node,
			k0s: tag.known ? tag.value : null,
			os: identity.os,
			kernel: identity.kernel,
		},
		...(runner.kind === 'recorded' ? {recording: recordingOf(runner)} : {}),
		paths: {...pathsOf(process.env, settings.config), service: unit.known ? unit.value.path : null},
		terminal: terminalOf(process.env, settings, process),
		privileges: {user: identity.user, uid, root: uid === null ? null : uid === 0, sudo: sudoOf(sudo.kind)},
		tools: [{name: 'k0s', found: installed, version: tag.known ? tag.value : null}, ...tools],
	};
}

const recordingOf = ({recordedAt = 0, recordedHidden = {}}: Invocation['runner']): Info['recording'] => ({
	at: recordedAt > 0 ? new Date(recordedAt).toISOString() : null,
	hidden: recordedHidden,
});

type Outcome = Awaited<ReturnType<Invocation['runner']['run']>>;

/** A tool that fails is there all the same; of one that was not asked to the end nothing is known. */
function toolOf(outcome: Outcome): Info['tools'][number] {
	const version = readToolVersion(outcome);
	const unasked = outcome.kind === 'aborted' || outcome.kind === 'not-permitted';
	return {
		name: outcome.argv[0] ?? '',
		found: outcome.kind === 'not-found' ? false : unasked ? null : true,
		version: version.known ? version.value : null,
	};
}

function sudoOf(kind: Outcome['kind']): Info['privileges']['sudo'] {
	switch (kind) {
		case 'ok': {
			return 'without-password';
		}

		case 'failed': {
			return 'with-password-or-not-allowed';
		}

		case 'not-found': {
			return 'missing';
		}

		default: {
			return null;
		}
	}
}
