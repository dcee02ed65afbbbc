import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { AuthCard, textLink } from './AuthCard';
import { SignUpForm } from './SignUpForm';

export function SignUp() {
  const { t } = useTranslation(['account', 'common']);
  const { next } = useSearch({ from: '/sign-up' });
  const navigate = useNavigate();
  return (
    <AuthCard
      title={t('signUp.title')}
      text={t('signUp.text')}
      footer={
        <>
          {t('signUp.haveAccount')}{' '}
          <Link to="/sign-in" search={next ? { next } : {}} className={textLink}>
            {t('signIn.submit')}
          </Link>
        </>
      }
    >
      <SignUpForm onDone={() => navigate({ href: next ?? '/', replace: true })} />
    </AuthCard>
  );
}
