import {X509Certificate} from 'node:crypto';
import type {Certificate} from '../facts/host.js';
import {required} from './file.js';
import type {Reader} from './reading.js';

/** `cat -- FILE.crt`: the first certificate of a PEM file. Unreadable where there is none. */
export const readCertificate: Reader<Certificate> = outcome => required(outcome, certificateOf);

function certificateOf(text: string): Certificate | undefined {
	try {
		const {subject, validFrom, validTo, ca} = new X509Certificate(text);
		const notBefore = Date.parse(validFrom);
		const notAfter = Date.parse(validTo);
		if (Number.isNaN(notBefore) || Number.isNaN(notAfter)) return undefined;
		return {subject: subject.replaceAll('\n', ', '), notBefore, notAfter, authority: ca};
	} catch {
		return undefined;
	}
}
