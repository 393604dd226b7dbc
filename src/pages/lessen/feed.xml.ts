import type { APIRoute } from 'astro';
import { lessonsFeed } from '../../lessons-feed.ts';

export const GET: APIRoute = () => lessonsFeed('nl');
