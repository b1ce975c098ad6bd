import fs from 'node:fs';
import {expect, test} from 'vitest';
import {sourceFiles} from '../support/source-files.js';

/** Names that docs/GLOSSARY.md replaces. Ids on the disk are written with a dash, and stay. */
const retired = /\b\w*(?:take[sn]?back|rescue|rolledback|walkview|seeingwalk|createwalk\b)\w*\b/gi;

const retiredIn = (text: string): readonly string[] => text.match(retired) ?? [];

test('no name of the source is one that the glossary retired', () => {
	expect(sourceFiles.length).toBeGreaterThan(700);
	expect(sourceFiles.flatMap(file => retiredIn(fs.readFileSync(file, 'utf8')).map(word => `${file}: ${word}`))).toEqual(
		[],
	);
});

test('a retired name is found, and an id on the disk is none', () => {
	expect(retiredIn("const takeBackNow = isTakenBack || {rescue} || 'guard-take-back' || 'rolled-back';")).toEqual([
		'takeBackNow',
		'isTakenBack',
		'rescue',
	]);
});
