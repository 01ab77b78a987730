import { mount } from 'svelte';
import './fonts.css';
import './tokens.css';
import './desk.css';
import App from './App.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('the page has no place for the screens');
mount(App, { target });
