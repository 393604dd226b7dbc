import type { APIRoute } from 'astro';
import { lessonsFeed } from '../../publications/lessons-feed.ts';

export const GET: APIRoute = () => lessonsFeed('nl');
