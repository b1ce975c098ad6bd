import type {Language} from './text.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The language that the environment asks for (POSIX: LC_ALL goes before LC_MESSAGES, that before LANG; empty is not set).
 * Japanese only where the named character set can carry it: what we write is UTF-8.
 */
export function localeLanguage(env: Environment): Language {
	// The kernel's own console has no Japanese font.
	if (env['TERM'] === 'linux') return 'en';
	const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
	return /^ja(?:_[A-Z]+)?(?:\.utf-?8)?(?:@.*)?$/i.test(locale) ? 'ja' : 'en';
}
