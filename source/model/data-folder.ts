import {defaultDataDir} from '../command/k0s-paths.js';
import {isSystemFolder} from './system-folder.js';

export const dataFolder = (dataDir: string | undefined): string => dataDir ?? defaultDataDir;

/** The same where processes are told by it: a folder of the system, which a unit written by hand may name, is nobody's own. */
export const ownDataFolder = (dataDir: string | undefined): string =>
	dataDir === undefined || isSystemFolder(dataDir)
		? defaultDataDir
		: `/${dataDir
				.split('/')
				.filter(part => part !== '' && part !== '.')
				.join('/')}`;
