import type {FileEntry} from './state.js';

export function file(text: string, mode: number, at: number): FileEntry {
	return {type: 'file', text, mode, at};
}

export function folder(mode: number, at: number): FileEntry {
	return {type: 'folder', text: '', mode, at};
}
