"""How the database is reached: the two engines, opening and migrating. Nothing of the law; nobody else imports a driver."""
