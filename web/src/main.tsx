import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from '@/api/queryClient';
import { startLanguage } from '@/i18n';
import { startAppearance } from '@/lib/theme';
import { startEarly } from '@/routes/early';
import { makeRouter } from '@/routes/router';
import '@/styles/app.css';

startAppearance();
const queryClient = createQueryClient();
const router = makeRouter(queryClient);
startEarly(router, queryClient);

await startLanguage();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
