import type { Service } from '../receiver/service';
import { glartek } from './Glartek/service';
import { glassix } from './Glassix/service';
import { socialBoards } from './SocialBoards/service';
import { supportBee } from './SupportBee/service';

/**
 * All services, for what regards every one of them: the build, the sender, the bench, the tests.
 * No trigger imports it: one service's code loads no other's.
 */
export const services: readonly Service[] = [glartek, glassix, socialBoards, supportBee];
