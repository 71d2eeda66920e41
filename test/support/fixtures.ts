import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

const folderOf = (service: string) => join(__dirname, '..', 'fixtures', service);

/** A delivery's whole body, byte for byte as the service sends it. */
export const fixture = (service: string, name: string) =>
	readFileSync(join(folderOf(service), `${name}.json`), 'utf8');

/** The names of a service's fixtures: its event strings, and `documented-…` for the vendor's own examples. */
export const fixtureNames = (service: string) =>
	readdirSync(folderOf(service)).map((file) => file.replace(/\.json$/, ''));
