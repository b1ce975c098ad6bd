import {execFileSync} from 'node:child_process';
import {generateKeyPairSync} from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {certificatesOf} from '../../source/command/files.js';
import {readCertificate} from '../../source/read/certificate.js';
import {outcomeOf, sample} from '../support/samples.js';

/** What the real sed prints of a file in which a certificate and a private key stand together. */
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'certificates-'));
afterAll(() => fs.rmSync(folder, {recursive: true}));

const certificate = sample('certificate/server.crt');
const pem = {type: 'pkcs8', format: 'pem'} as const;
const key = generateKeyPairSync('ec', {namedCurve: 'P-256'}).privateKey;
const keys = [String(key.export(pem)), String(key.export({...pem, type: 'sec1'}))];
/** One line of the key's middle: what must never be printed. */
const secrets = keys.map(each => each.split('\n')[1] ?? '');

function printed(content: string): string {
	const file = path.join(folder, 'kubelet-client-current.pem');
	fs.writeFileSync(file, content);
	const [program = '', ...args] = certificatesOf(file).argv;
	return execFileSync(program, args, {encoding: 'utf8'});
}

test.each(keys)('prints the certificate and no line of the key', each => {
	for (const content of [certificate + each, each + certificate, `${certificate}${each}${certificate}`]) {
		const out = printed(content);
		expect(out).toContain('BEGIN CERTIFICATE');
		expect(out).not.toContain('PRIVATE');
		for (const secret of secrets) expect(out).not.toContain(secret);
		const read = readCertificate(outcomeOf({stdout: out}));
		expect(read).toMatchObject({known: true, value: {notAfter: Date.parse('2027-11-23T05:47:14Z')}});
	}
});

test.each(keys)('prints no line of the key of a file that is cut', each => {
	const cut = certificate.replace(/-----END[^]*/, '');
	const open = each.replace(/-----END[^]*/, '');
	for (const content of [cut + each, cut + open, open + certificate, certificate + open]) {
		for (const secret of secrets) expect(printed(content)).not.toContain(secret);
	}
});
