import { createRoot } from 'react-dom/client';
import { Gallery } from './Gallery.tsx';
import './gallery.css';

const page = document.querySelector('#root');
if (!page) throw new Error('the page has no #root');
createRoot(page).render(<Gallery />);
