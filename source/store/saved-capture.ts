import type {FileHandle} from 'node:fs/promises';
import type {Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';
import {savedPackets, type Capture} from '../command/tcpdump.js';
import {createPcapGauge} from '../read/pcap.js';
import {captureFault, endOf, type Asking, type CaptureEnd, type CaptureFailure} from './capture.js';

/** Bytes of a saved capture at most: what is on its way to the disk is held in memory. */
export const mostSaved = 64 * 1024 * 1024;

export type Saved = CaptureEnd & {
	/** Packets that are whole in the file. */
	readonly packets: number;
	readonly bytes: number;
	/** It ended since the file was as large as it may be. */
	readonly full: boolean;
	/** Why the file could not be written to its end. */
	readonly fault: string | undefined;
};

/** How the host is asked for bytes. */
export type Saving = Pick<Asking, 'ask'> & {
	readonly followBytes: (
		command: Command,
		onBytes: (chunk: Uint8Array) => void,
		signal: AbortSignal,
	) => Promise<Outcome>;
};

/** Writes packets into a file of ours until the capture ends: only whole ones, and never more than `most` bytes. */
export async function saveCapture(
	saving: Saving,
	capture: Capture,
	handle: FileHandle,
	options: {
		readonly signal: AbortSignal;
		readonly onCount?: (packets: number, bytes: number) => void;
		readonly most?: number;
	},
): Promise<Saved | CaptureFailure> {
	const {signal, onCount, most = mostSaved} = options;
	const fault = await captureFault(saving, capture, signal);
	if (fault) return fault;
	const gauge = createPcapGauge(most);
	const ending = new AbortController();
	const end = (): void => ending.abort();
	let writing: Promise<void> = Promise.resolve();
	let wrong: string | undefined;
	signal.addEventListener('abort', end, {once: true});
	try {
		const outcome = await saving.followBytes(
			savedPackets(capture),
			chunk => {
				const kept = gauge.take(chunk);
				if (gauge.full) end();
				if (kept.length === 0 || wrong !== undefined) return;
				writing = writing.then(async () => {
					try {
						await handle.appendFile(kept);
					} catch (error) {
						wrong = (error as NodeJS.ErrnoException).code ?? String(error);
						end();
					}
				});
				onCount?.(gauge.packets, gauge.bytes);
			},
			ending.signal,
		);
		await writing;
		// Of a packet that was cut off nothing stays.
		if (wrong === undefined) await handle.truncate(gauge.bytes);
		return {...endOf(outcome), packets: gauge.packets, bytes: gauge.bytes, full: gauge.full, fault: wrong};
	} finally {
		signal.removeEventListener('abort', end);
	}
}
