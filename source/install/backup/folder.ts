import process from 'node:process';
import {ownFolders} from '../../host/private-folder.js';

/** Beside the journal, for root alone: where a backup goes unless a person names another folder. */
export const defaultBackupFolder = (): string => `${ownFolders(process.env).state}/k0s-backups`;
